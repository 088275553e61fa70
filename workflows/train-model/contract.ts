import * as z from 'zod';
import { ModelVersion, Pointer, RunId, Variant, Verdict } from '../../core/models/contract.ts';
import { ModelName } from '../../core/models/names.ts';
import { ModelPlan } from '../../core/models/plan.ts';
import { ShopId } from '../../core/platform/contract.ts';
import { cutOff } from '../cut-off.ts';

/** What every step is told of the run it belongs to. */
export const RunReference = z.object({ shop: ShopId, model: ModelName, runId: RunId });
export type RunReference = z.infer<typeof RunReference>;

/** What an execution is started with: a training, or (`redeploy`) a way back to a version that was trained before. */
export const TrainModelInput = RunReference.extend({
  until: z.iso.datetime(),
  trigger: z.enum(['demand', 'schedule', 'rollback']),
  /** Absent where a version is deployed again: nothing is learned then. */
  plan: ModelPlan.optional(),
  redeploy: z.object({ version: z.string() }).optional(),
});
export type TrainModelInput = z.infer<typeof TrainModelInput>;

export const PrepareRunOutput = z.object({
  /** Below the artifacts bucket; everything of the run lies there. */
  prefix: z.string(),
  endpointName: z.string(),
  champion: z
    .object({ version: z.string(), image: z.string(), modelDataUrl: z.string(), scorer: z.string() })
    .nullable(),
  redeploy: ModelVersion.nullable(),
});

export const PublishCandidatesInput = RunReference.extend({ modelDataUrl: z.string() });
export const PublishCandidatesOutput = z.object({ version: z.string(), items: z.int() });

/** How one candidate of the parallel part ended. */
export const CandidateResult = z.object({
  candidate: z.string(),
  image: z.string(),
  modelDataUrl: z.string().optional(),
  failure: z.string().optional(),
});
export type CandidateResult = z.infer<typeof CandidateResult>;

export const DecideChampionInput = RunReference.extend({
  prefix: z.string(),
  hasChampion: z.boolean(),
  candidates: z.array(CandidateResult),
});
export const DecideChampionOutput = z.object({ verdict: Verdict, version: ModelVersion.nullable() });

export const SmokeTestInput = RunReference.extend({
  endpointName: z.string(),
  modelVersion: z.string(),
  scorer: z.string(),
  /** Run that the version was learned in; its snapshot holds a question to ask. */
  trainedIn: RunId,
});
export const SmokeTestOutput = z.object({ scored: z.int(), milliseconds: z.number() });

export const CheckBakeInput = SmokeTestInput.extend({ since: z.iso.datetime({ offset: true }) });
export const CheckBakeOutput = z.object({ invocations: z.int(), errors: z.int() });

export const MovePointerInput = RunReference.extend({
  to: z.enum(['canary', 'promote', 'back']),
  challenger: Variant.omit({ weight: true }),
  share: z.number().min(0).max(1).default(0.1),
  /** Who served when the run began: the one that the challenger was judged against, null for nobody. */
  replaces: z.string().nullable(),
});
export const MovePointerOutput = z.object({
  pointer: Pointer.nullable(),
  retired: z.array(z.object({ endpointName: z.string() })),
});

const Decided = RunReference.extend({
  status: z.enum(['promoted', 'kept', 'rolled-back']),
  reason: z.string().optional(),
});
const Failed = RunReference.extend({ status: z.literal('failed'), reason: z.string() });
export const RecordRunInput = z.union([
  z.discriminatedUnion('status', [Decided, Failed]),
  cutOff(TrainModelInput, ({ input: { shop, model, runId }, reason }) =>
    Failed.parse({ shop, model, runId, status: 'failed', reason }),
  ),
]);
export type RecordRunInput = z.infer<typeof RecordRunInput>;
export const RecordRunOutput = z.object({ status: z.string() });
