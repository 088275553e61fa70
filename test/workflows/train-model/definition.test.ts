import validate from 'asl-validator';
import * as z from 'zod';
import en from '../../../console/src/i18n/en.json' with { type: 'json' };
import zh from '../../../console/src/i18n/zh.json' with { type: 'json' };
import { stepKey } from '../../../console/src/models/step-name.ts';
import { ContainerImage } from '../../../core/models/plan.ts';
import { QUIET } from '../../../functions/models/read-steps.ts';
import {
  STEP_FUNCTIONS,
  type TrainModelParts,
  trainModelDefinition,
} from '../../../workflows/train-model/definition.ts';

type States = Record<string, Record<string, unknown>>;

const parts: TrainModelParts = {
  functions: {
    prepareRun: 'arn:prepare',
    publishCandidates: 'arn:publish',
    decideChampion: 'arn:decide',
    smokeTest: 'arn:smoke',
    movePointer: 'arn:move',
    checkBake: 'arn:bake',
    recordRun: 'arn:record',
  },
  images: {
    features: 'features:1',
    text: 'text:1',
    insights: 'insights:1',
    recommender: 'recommender:1',
    generator: 'generator:1',
  },
  sagemakerRoleArn: 'arn:aws:iam::1:role/sagemaker',
  lakeBucket: 'lake',
  artifactsBucket: 'artifacts',
  alertsTopicArn: 'arn:aws:sns:us-east-1:1:alerts',
  packageGroup: 'purchase',
  training: {
    isSpot: true,
    maxRuntimeSeconds: 3_600,
    maxWaitSeconds: 7_200,
    processingInstanceType: 'ml.m6i.xlarge',
    volumeGb: 30,
  },
  recommender: { instanceType: 'ml.m6i.xlarge', hyperparameters: { seed: '7' } },
  serving: {
    purchase: {
      variant: { InstanceType: 'ml.g6.xlarge', InitialInstanceCount: 1 },
      scaling: { minInstances: 1, maxInstances: 4, invocationsPerInstance: 3_000 },
    },
    recommender: { variant: { ServerlessConfig: { MemorySizeInMB: 3_072, MaxConcurrency: 5 } } },
    generator: { variant: { InstanceType: 'ml.g6.xlarge', InitialInstanceCount: 1 } },
    intents: { variant: { ServerlessConfig: { MemorySizeInMB: 3_072, MaxConcurrency: 5 } } },
    effectiveness: { variant: { ServerlessConfig: { MemorySizeInMB: 3_072, MaxConcurrency: 5 } } },
  },
};
const definition = JSON.parse(JSON.stringify(trainModelDefinition(parts)));

/** Every state at every depth, by name. */
function allStates(scope: { States: States }): [string, Record<string, unknown>][] {
  return Object.entries(scope.States).flatMap(([name, state]) => {
    const branches = Array.isArray(state.Branches) ? state.Branches : [];
    const inner = [...branches, ...(state.ItemProcessor ? [state.ItemProcessor] : [])];
    return [[name, state] as [string, Record<string, unknown>], ...inner.flatMap(allStates)];
  });
}
const states = allStates(definition);
const tasks = states.filter(([, state]) => state.Type === 'Task');

const AssignedBy = z.looseObject({ Assign: z.record(z.string(), z.unknown()).default({}) });
const NestedScopes = z.object({
  Branches: z.array(z.unknown()).default([]),
  ItemProcessor: z.unknown().optional(),
});

/** The variables that a scope's states assign (a Catch assigns too), and the same of each scope inside it. */
function assignedIn(scope: { States: States }): { own: Set<string>; inner: ReturnType<typeof assignedIn>[] } {
  const states = Object.values(scope.States);
  const own = states.flatMap((state) => {
    const catches = Array.isArray(state.Catch) ? state.Catch : [];
    return [state, ...catches].flatMap((one) => Object.keys(AssignedBy.parse(one).Assign));
  });
  const inner = states.flatMap((state) => {
    const { Branches, ItemProcessor } = NestedScopes.parse(state);
    return [...Branches, ...(ItemProcessor ? [ItemProcessor] : [])].map((one) => assignedIn(Object(one)));
  });
  return { own: new Set(own), inner };
}

function assignedTwice(
  { own, inner }: ReturnType<typeof assignedIn>,
  outer: ReadonlySet<string> = new Set(),
): string[] {
  const around = new Set([...outer, ...own]);
  return [...[...own].filter((name) => outer.has(name)), ...inner.flatMap((scope) => assignedTwice(scope, around))];
}

describe('the train-model workflow', () => {
  it('assigns no variable in a branch that a scope around it assigns, which Step Functions refuses', () => {
    expect(assignedTwice(assignedIn(definition))).toEqual([]);
  });

  it('is a valid state machine', () => {
    const { isValid, errorsText } = validate(definition);

    expect(isValid ? '' : errorsText()).toBe('');
  });

  it('gives every task an end and every call a second chance', () => {
    expect(tasks.filter(([, state]) => typeof state.TimeoutSeconds !== 'number').map(([name]) => name)).toEqual([]);
    expect(tasks.filter(([, state]) => !Array.isArray(state.Retry)).map(([name]) => name)).toEqual([]);
    expect(definition.TimeoutSeconds).toBeGreaterThan(0);
  });

  it('trains on spot capacity with checkpoints where the stage says so', () => {
    const training = tasks.filter(([, { Resource }]) => String(Resource).includes('createTrainingJob'));

    expect(training.map(([name]) => name)).toEqual(['Train candidate lists', 'Train candidate']);
    for (const [, { Arguments }] of training) {
      expect(Arguments).toMatchObject({
        EnableManagedSpotTraining: true,
        StoppingCondition: { MaxWaitTimeInSeconds: 7_200 },
        CheckpointConfig: {
          S3Uri: expect.stringContaining("'s3://artifacts/checkpoints/' & $run.shop & '/' & $run.runId & '/'"),
        },
      });
    }
  });

  it('names a job after its attempt, because SageMaker takes no name twice', () => {
    const jobs = tasks.filter(([, { Resource }]) => String(Resource).endsWith('.sync'));

    expect(jobs.length).toBe(6);
    for (const [, { Arguments }] of jobs)
      expect(JSON.stringify(Arguments)).toContain('$states.context.State.RetryCount');
  });

  it('leads every failure to a record and a person', () => {
    const top = Object.entries(definition.States as States).filter(
      ([name, { Type }]) => ['Task', 'Parallel'].includes(String(Type)) && name !== 'Tell a person',
    );
    const caught = top.map(([, { Catch }]) => (Array.isArray(Catch) ? Catch[0].Next : undefined));

    expect(caught.every((next) => ['Record failure', 'Take back', 'Tell a person'].includes(next))).toBe(true);
  });

  it('moves the pointer only from the champion that the run began with', () => {
    const moves = tasks.filter(([, { Arguments }]) => Object(Arguments).FunctionName === parts.functions.movePointer);

    expect(moves.map(([name]) => name)).toEqual(['Canary', 'Promote', 'Take back']);
    for (const [, { Arguments }] of moves)
      expect(Arguments).toMatchObject({ Payload: { replaces: '{% $champion = null ? null : $champion.version %}' } });
  });

  it('lets instances follow their requests, and forgets that with the endpoint', () => {
    const names = tasks.filter(([, { Resource }]) => String(Resource).includes('autoscaling')).map(([name]) => name);

    expect(names).toEqual(['Register scaling', 'Scale with requests', 'Forget scaling']);
  });

  it('asks nothing of auto-scaling where it serves by the request', () => {
    const onCpu = { variant: { ServerlessConfig: { MemorySizeInMB: 3_072, MaxConcurrency: 5 } } };
    const serving = { purchase: onCpu, recommender: onCpu, generator: onCpu, intents: onCpu, effectiveness: onCpu };

    expect(JSON.stringify(trainModelDefinition({ ...parts, serving }))).not.toContain('autoscaling');
  });

  it('knows no family by name', () => {
    expect(JSON.stringify(definition)).not.toMatch(/bert|lightgbm|logistic/i);
  });

  it('uses each function and each image it was given', () => {
    const text = JSON.stringify(definition);

    for (const arn of Object.values(parts.functions)) expect(text).toContain(arn);
    for (const image of Object.values(parts.images)) expect(text).toContain(image);
    expect(Object.keys(parts.functions).sort()).toEqual([...STEP_FUNCTIONS].sort());
    expect(Object.keys(parts.images).sort()).toEqual([...ContainerImage.options].sort());
  });
});

describe('the steps of a run', () => {
  it.each([
    ['en', en],
    ['zh', zh],
  ])('have words in the console, each that a person is shown and no other: %s', (_, { run }) => {
    const shown = states.map(([name]) => name).filter((name) => !QUIET.has(name));

    expect(Object.keys(run.step).sort()).toEqual([...new Set(shown.map(stepKey))].sort());
  });

  it('that are not shown are steps that there are', () => {
    expect([...QUIET].filter((name) => !states.some(([one]) => one === name))).toEqual([]);
  });
});
