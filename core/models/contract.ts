import * as z from 'zod';
import { pageOf } from '../platform/contract.ts';
import { FailureTold } from '../platform/fault.ts';
import { ModelName, Name } from './names.ts';
import { ModelPlan } from './plan.ts';
import { TrainingNote } from './training-note.ts';

export const RunId = z.string().regex(/^[a-z0-9][a-z0-9-]{2,39}$/);
export type RunId = z.infer<typeof RunId>;

/** How good slates of twenty are, as means over the questions of the later window. */
export const SlateFigures = z.object({
  hit20: z.number(),
  mrr20: z.number(),
  ndcg20: z.number(),
  recall20: z.number(),
  /** Share of the catalogue that was shown to anybody. */
  coverage20: z.number(),
  /** Mean −log2 of the share of behaviour that what was shown had. */
  novelty20: z.number(),
  /** How much more common what was shown is than what customers then did; 1 is as common. Absent where nobody had met that. */
  popularity_bias20: z.number().optional(),
});
export type SlateFigures = z.infer<typeof SlateFigures>;

/** Figures of some of the questions: by who asked, how long their history is, or whether the answer was a new item. */
export const SlateSegment = SlateFigures.extend({ name: Name, questions: z.int() });
export type SlateSegment = z.infer<typeof SlateSegment>;

/** Where a model ranks items. `cold` is about items that nobody had met: hits among those alone, beside chance. */
const rankingFields = {
  ranking: SlateFigures.optional(),
  segments: z.array(SlateSegment).optional(),
  cold: z.object({ questions: z.int(), items: z.int(), hit20: z.number(), hit20_by_chance: z.number() }).optional(),
};

/** How one scorer did on the later window. Intervals are 95 %, by bootstrap over purchases or customers. */
export const CandidateMetrics = z.object({
  candidate: Name,
  scorer: Name,
  /** Absent, as are `pr_auc` and `ece`, where a model gives no probability of a yes or no. */
  auc: z.number().optional(),
  pr_auc: z.number().optional(),
  /** The loss that the gate compares, see `measure` of the evaluation. */
  log_loss: z.number(),
  log_loss_low: z.number(),
  log_loss_high: z.number(),
  /** Expected calibration error, 0 is perfect. */
  ece: z.number().optional(),
  /** What that error would be on so many rows were every probability true. */
  ece_by_chance: z.number().optional(),
  ...rankingFields,
});
export type CandidateMetrics = z.infer<typeof CandidateMetrics>;

/** Ours minus theirs on the same rows, by paired bootstrap: a log-loss interval below 0 means better. */
export const Comparison = z.object({
  candidate: Name,
  scorer: Name,
  /** `champion`, the name of a baseline, or `candidate/scorer`. */
  against: z.string(),
  log_loss_delta: z.number(),
  low: z.number(),
  high: z.number(),
  auc_delta: z.number().optional(),
  auc_low: z.number().optional(),
  auc_high: z.number().optional(),
});
export type Comparison = z.infer<typeof Comparison>;

/** What a candidate's own training has to say, such as why a simple model was chosen. */
export const EvaluationNote = z.object({
  candidate: Name,
  text: z.string(),
  /** The same as `text` for a program; absent where an older training wrote, or a newer one says what is not known here. */
  says: TrainingNote.optional().catch(undefined),
});
export type EvaluationNote = z.infer<typeof EvaluationNote>;

/** What the judging job of a plan writes. The first baseline is the one that a first champion must beat. */
export const Evaluation = z.object({
  window: z.object({ from: z.iso.datetime({ offset: true }), to: z.iso.datetime({ offset: true }) }),
  rows: z.int(),
  positives: z.int(),
  /** What the losses are: `ndcg-loss` is 1 − NDCG@20 of what came next. @default log-loss */
  measure: z.enum(['log-loss', 'ndcg-loss']).optional(),
  candidates: z.array(CandidateMetrics),
  comparisons: z.array(Comparison),
  baselines: z.array(
    z.object({
      name: Name,
      auc: z.number().optional(),
      pr_auc: z.number().optional(),
      log_loss: z.number(),
      log_loss_low: z.number().optional(),
      log_loss_high: z.number().optional(),
      ...rankingFields,
    }),
  ),
  notes: z.array(EvaluationNote).optional(),
});
export type Evaluation = z.infer<typeof Evaluation>;

/** What the gate said, in numbers and in words that a person can read. */
export const Verdict = z.object({
  action: z.enum(['promote', 'keep']),
  candidate: Name.optional(),
  scorer: Name.optional(),
  reason: z.enum([
    'first-champion',
    'clearly-better',
    'not-clearly-better',
    'worse-than-baseline',
    'too-few-examples',
    'badly-calibrated',
    'nothing-to-judge',
  ]),
  words: z.object({ en: z.string(), zh: z.string() }),
  delta: z.object({ value: z.number(), low: z.number(), high: z.number() }).optional(),
});
export type Verdict = z.infer<typeof Verdict>;

/** One endpoint that takes a share of the requests. */
export const Variant = z.object({
  endpointName: z.string(),
  modelVersion: z.string(),
  candidate: Name,
  scorer: Name,
  /** Share of customers, 0 to 1; the weights of a pointer sum to 1. */
  weight: z.number().min(0).max(1),
});
export type Variant = z.infer<typeof Variant>;

/** Which endpoints serve a shop's model, and by how much. Moved by one conditional write. */
export const Pointer = z.object({
  /** The champion; after it the challenger of a canary. */
  variants: z.array(Variant).min(1).max(2),
  /** The version that a roll-back would return to; it can be deployed again from its stored model. */
  previous: z.string().optional(),
  /** Whom the promotion that made this pointer retired, so that it can be told again; gone with the next move. */
  retired: z.array(Variant).max(1).optional(),
  updatedAt: z.iso.datetime(),
  revision: z.int(),
});
export type Pointer = z.infer<typeof Pointer>;

/** A trained version that reached the registry, with all that it takes to deploy it again. */
export const ModelVersion = z.object({
  version: z.string(),
  runId: RunId,
  candidate: Name,
  scorer: Name,
  image: z.string(),
  modelDataUrl: z.string(),
  packageArn: z.string().optional(),
  status: z.enum(['deploying', 'champion', 'retired', 'failed']),
  metrics: CandidateMetrics.optional(),
  fingerprint: z.string().optional(),
  createdAt: z.iso.datetime(),
});
export type ModelVersion = z.infer<typeof ModelVersion>;

export const RunStatus = z.enum(['running', 'promoted', 'kept', 'rolled-back', 'failed']);
export type RunStatus = z.infer<typeof RunStatus>;

/** Losses of one training epoch; absent where a family has none. The test loss is reported and never chosen by. */
export const Epoch = z.object({
  epoch: z.int(),
  train_loss: z.number(),
  validation_loss: z.number(),
  test_loss: z.number().optional(),
});
export type Epoch = z.infer<typeof Epoch>;

export const Curve = z.object({ candidate: Name, epochs: z.array(Epoch) });
export type Curve = z.infer<typeof Curve>;

/** A model that a training tried, asked about its own later sessions: another exam than the run's window. */
export const Trial = z.object({
  name: Name,
  hr20: z.number(),
  mrr20: z.number(),
  ndcg20: z.number(),
  /** 95 % interval of it, by bootstrap over the same questions for every model; an older training has none. */
  ndcg20_low: z.number().optional(),
  ndcg20_high: z.number().optional(),
  coverage20: z.number(),
});
export type Trial = z.infer<typeof Trial>;

/** Whether what is said of customers orders the slates of those who have done nothing yet better than popularity does. */
export const AttributeFigures = z.object({
  /** Customers who were asked: something is said of them, and they met something before their first long pause. */
  customers: z.int(),
  /** Recall by attributes over recall by popularity, with its 95 % interval; absent where too few were asked. */
  ratio: z.number().optional(),
  ratio_low: z.number().optional(),
  ratio_high: z.number().optional(),
  /** Whether lists by attribute were made, for whom they speak. */
  isPublished: z.boolean(),
});
export type AttributeFigures = z.infer<typeof AttributeFigures>;

/** What a candidate's training tells of how it chose. */
export const Training = z.object({
  candidate: Name,
  trials: z.array(Trial),
  attributes: AttributeFigures.optional(),
});
export type Training = z.infer<typeof Training>;

export const Run = z.object({
  runId: RunId,
  model: ModelName,
  status: RunStatus,
  trigger: z.enum(['demand', 'schedule', 'rollback']),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().optional(),
  executionArn: z.string(),
  evaluation: Evaluation.optional(),
  verdict: Verdict.optional(),
  /** Why it failed or went back. */
  ...FailureTold.shape,
  /** Candidates that could not be trained, with SageMaker's words. */
  failures: z.array(z.object({ candidate: Name, reason: z.string() })).optional(),
  /** Losses by epoch of the candidates that have any, from the moment that they are judged. */
  curves: z.array(Curve).optional(),
  /** Of the candidates that tried several models or learned from attributes. */
  trainings: z.array(Training).optional(),
});
export type Run = z.infer<typeof Run>;

/** One state of the workflow as it runs. */
export const RunStep = z.object({
  name: z.string(),
  status: z.enum(['running', 'done', 'failed']),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().optional(),
  /** The candidate that this step is about, inside the part that runs once each. */
  candidate: z.string().optional(),
  ...FailureTold.shape,
});
export type RunStep = z.infer<typeof RunStep>;

export const RunDetail = Run.omit({ executionArn: true })
  .required({ curves: true })
  .extend({ steps: z.array(RunStep) });
export type RunDetail = z.infer<typeof RunDetail>;

export const RunSummary = Run.omit({
  executionArn: true,
  evaluation: true,
  failures: true,
  curves: true,
  trainings: true,
});
export type RunSummary = z.infer<typeof RunSummary>;
export const RunPage = pageOf(RunSummary);

export const ModelView = z.object({
  name: ModelName,
  champion: z.array(Variant),
  candidatesVersion: z.string().optional(),
  /** What those lists learned from customers' attributes; absent where nothing is said of any. */
  attributes: AttributeFigures.optional(),
  previous: z.string().optional(),
  versions: z.array(ModelVersion.omit({ image: true, modelDataUrl: true, packageArn: true })),
});
export type ModelView = z.infer<typeof ModelView>;
export const ModelList = z.object({ data: z.array(ModelView) });

export const StartTrainingPath = z.object({ name: ModelName });
export const StartTrainingRequest = z.strictObject({
  /** Purchases after this are not learned from. @default now */
  until: z.iso.datetime().optional(),
  /** At most so many rows of the data set. @default the stage's setting */
  rowLimit: z.int().min(1_000).max(50_000_000).optional(),
  seed: z.int().min(0).max(2_147_483_647).optional(),
  /** Only these of the stage's candidates. @default all */
  candidates: z.array(Name).min(1).max(10).optional(),
  /** Hyperparameters that differ from the stage's, by candidate. */
  hyperparameters: z.record(z.string(), z.record(z.string(), z.string().max(200))).optional(),
});
export type StartTrainingRequest = z.infer<typeof StartTrainingRequest>;
export const StartTrainingResponse = z.object({ runId: RunId, status: z.literal('running') });

export const RunPath = z.object({ name: ModelName, runId: RunId });

const name = z.string().min(1);

export const RollBackRequest = z.strictObject({
  /** Which version to return to. @default the one that served before */
  version: z.string().max(60).optional(),
});
export type RollBackRequest = z.infer<typeof RollBackRequest>;

/** What a function must know to hand a run to the workflow. `MODEL_PLANS` is what packPlans makes of ModelPlans. */
export const RollBackEnv = z.object({
  MODELS_TABLE_NAME: name,
  REQUESTS_TABLE_NAME: name,
  TRAIN_MODEL_STATE_MACHINE_ARN: name,
});
export type RollBackEnv = z.infer<typeof RollBackEnv>;
export const StartTrainingEnv = RollBackEnv.extend({ MODEL_PLANS: name });
export type StartTrainingEnv = z.infer<typeof StartTrainingEnv>;
export const ScheduledTrainingEnv = z.object({
  SHOPS_TABLE_NAME: name,
  MODELS_TABLE_NAME: name,
  TRAIN_MODEL_STATE_MACHINE_ARN: name,
  MODEL_PLANS: name,
});
export type ScheduledTrainingEnv = z.infer<typeof ScheduledTrainingEnv>;
export const ModelPlans = z.record(ModelName, ModelPlan);
export type ModelPlans = z.infer<typeof ModelPlans>;
export const ModelsEnv = z.object({ MODELS_TABLE_NAME: name });
export type ModelsEnv = z.infer<typeof ModelsEnv>;
export const PublishCandidatesEnv = z.object({
  MODELS_TABLE_NAME: name,
  CANDIDATES_TABLE_NAME: name,
  ARTIFACTS_BUCKET_NAME: name,
});
export type PublishCandidatesEnv = z.infer<typeof PublishCandidatesEnv>;
export const DecideChampionEnv = z.object({ MODELS_TABLE_NAME: name, ARTIFACTS_BUCKET_NAME: name });
export type DecideChampionEnv = z.infer<typeof DecideChampionEnv>;
export const SmokeTestEnv = z.object({
  MODELS_TABLE_NAME: name,
  CANDIDATES_TABLE_NAME: name,
  ARTIFACTS_BUCKET_NAME: name,
  /** How long a slate waits for the model that orders it, and for the one that finds its items. */
  RERANK_DEADLINE_MS: z.coerce.number().int().positive(),
  RECOMMEND_DEADLINE_MS: z.coerce.number().int().positive(),
});
export type SmokeTestEnv = z.infer<typeof SmokeTestEnv>;
