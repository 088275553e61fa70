import { LONGEST_RUN_MS } from '../../core/models/move-pointer.ts';
import type { ModelName } from '../../core/models/names.ts';
import type { ContainerImage } from '../../core/models/plan.ts';
import { deployStates } from './deploy-states.ts';
import { trainStates } from './train-states.ts';

/** Placed into an endpoint's one variant: serverless, or instances that scale with the requests each one gets. */
export interface EndpointServing {
  readonly variant:
    | { readonly ServerlessConfig: object }
    | { readonly InstanceType: string; readonly InitialInstanceCount: number };
  /** Absent where nothing scales by our hand. */
  readonly scaling?: {
    readonly minInstances: number;
    readonly maxInstances: number;
    readonly invocationsPerInstance: number;
  };
}

/** What the workflow is made of, by the names that a deployment gives. Values may be tokens of the CDK. */
export interface TrainModelParts {
  /** ARNs of the functions in functions/models. */
  readonly functions: Readonly<Record<StepFunction, string>>;
  /** Image URIs by the folder they are built from. */
  readonly images: Readonly<Record<ContainerImage, string>>;
  /** What SageMaker may do for a job or an endpoint. */
  readonly sagemakerRoleArn: string;
  readonly lakeBucket: string;
  readonly artifactsBucket: string;
  readonly alertsTopicArn: string;
  readonly packageGroup: string;
  readonly training: {
    readonly isSpot: boolean;
    readonly maxRuntimeSeconds: number;
    readonly maxWaitSeconds: number;
    readonly processingInstanceType: string;
    readonly volumeGb: number;
  };
  readonly recommender: { readonly instanceType: string; readonly hyperparameters: Readonly<Record<string, string>> };
  /** How each model's endpoint is served. */
  readonly serving: Readonly<Record<ModelName, EndpointServing>>;
  /** How long a canary is watched. @default 300 */
  readonly bakeSeconds?: number;
  /** Share of customers that a canary serves. @default 0.1 */
  readonly canaryShare?: number;
}

export const STEP_FUNCTIONS = [
  'prepareRun',
  'publishCandidates',
  'decideChampion',
  'smokeTest',
  'movePointer',
  'checkBake',
  'recordRun',
] as const;
export type StepFunction = (typeof STEP_FUNCTIONS)[number];

/** Whole runs end within this, whatever hangs. */
const RUN_TIMEOUT_SECONDS = LONGEST_RUN_MS / 1_000;

/** The state machine in Amazon States Language with JSONata. README.md beside this file draws it. */
export function trainModelDefinition(parts: TrainModelParts): object {
  return {
    Comment: 'Snapshot, train candidates, evaluate on a later window, gate, deploy beside, canary, promote or go back.',
    QueryLanguage: 'JSONata',
    StartAt: 'Prepare',
    TimeoutSeconds: RUN_TIMEOUT_SECONDS,
    States: { ...trainStates(parts), ...deployStates(parts) },
  };
}
