import * as z from 'zod';
import { ModelPlans } from '../core/models/contract.ts';
import { ModelName } from '../core/models/names.ts';

export const StageName = z.enum(['local', 'dev', 'prod']);
export type StageName = z.infer<typeof StageName>;

const InstanceType = z
  .string()
  .regex(/^ml\.[a-z0-9]+\.[a-z0-9]+$/, 'an instance type of SageMaker, such as ml.g6.xlarge');

/** How a champion is served: by the request on CPU, or by instances that scale with the requests each one gets. */
export const Serving = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('serverless'),
    memoryMb: z.union([
      z.literal(1024),
      z.literal(2048),
      z.literal(3072),
      z.literal(4096),
      z.literal(5120),
      z.literal(6144),
    ]),
    maxConcurrency: z.int().min(1).max(200),
  }),
  z.strictObject({
    kind: z.literal('instance'),
    instanceType: InstanceType,
    minInstances: z.int().min(1),
    maxInstances: z.int().min(1),
    /** Requests a minute and instance at which another instance is started. */
    invocationsPerInstance: z.int().min(1),
  }),
]);
export type Serving = z.infer<typeof Serving>;

/** What all training and processing jobs of a stage share. */
export const Training = z.strictObject({
  /** Spot capacity costs about a third; jobs then write checkpoints and go on from the last one. */
  isSpot: z.boolean(),
  maxRuntimeSeconds: z.int().min(60).max(432_000),
  /** How long a job may take with its waits for spot capacity. At least `maxRuntimeSeconds`. */
  maxWaitSeconds: z.int().min(60).max(432_000),
  processingInstanceType: InstanceType,
  volumeGb: z.int().min(10).max(1000),
});
export type Training = z.infer<typeof Training>;

/** Who writes texts: each shop's own champion, one open instruct model for all on a GPU, or a server elsewhere. */
export const Generation = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('champion') }),
  z.strictObject({
    kind: z.literal('endpoint'),
    /** A folder in S3 with the model's files as Hugging Face lays them out; a stage without internet mirrors it first. */
    modelDataUrl: z.string().startsWith('s3://').endsWith('/'),
    instanceType: InstanceType,
    minInstances: z.int().min(1),
    /** Tokens of a prompt and its answer together. */
    contextLength: z.int().min(1_024).max(131_072),
  }),
  z.strictObject({
    kind: z.literal('url'),
    /** Up to and without `/chat/completions`. */
    url: z.url(),
    model: z.string().min(1),
    /** Name of the secret that holds the server's key. */
    keySecret: z.string().optional(),
  }),
]);
export type Generation = z.infer<typeof Generation>;

/** Everything in which one stage may differ from another. Read from `perennial` in cdk.json. */
const Stage = z
  .strictObject({
    /** Images are those built from model-containers/ on the way to AWS, or the names that the laptop's cloud runs. */
    images: z.enum(['built', 'local']),
    logRetentionDays: z.union([z.literal(7), z.literal(30), z.literal(90), z.literal(180), z.literal(365)]),
    /** Tables, buckets and keys outlive their stack and cannot be deleted by accident. */
    isProtected: z.boolean(),
    alarmEmail: z.email().optional(),
    monthlyBudgetUsd: z.number().positive().optional(),
    /** A re-ranker that has not answered by then is left out of that answer. */
    rerankDeadlineMs: z.int().min(10).max(1000),
    /** A recommender that has not answered by then is left out: the slate is then made of the candidate lists. */
    recommendDeadlineMs: z.int().min(10).max(1000),
    /** An encoder or an intent model that has not answered a chat message by then is left out of that reply. */
    chatDeadlineMs: z.int().min(50).max(5_000),
    /** Retrain every shop each night. */
    schedules: z.boolean(),
    consoleMfa: z.enum(['required', 'optional']),
    /** A web application firewall in front of the API: 5 USD a month and 1 USD a rule, asleep or not. */
    firewall: z.boolean(),
    requestsPerSecond: z.int().min(1),
    requestBurst: z.int().min(1),
    domain: z.strictObject({ name: z.string(), certificateArn: z.string().startsWith('arn:') }).optional(),
    training: Training,
    models: ModelPlans,
    generation: Generation,
    /** Hyperparameters of the co-visitation and popularity lists that every run fits. */
    recommender: z.strictObject({ instanceType: InstanceType, hyperparameters: z.record(z.string(), z.string()) }),
    /** What is said of customers and must not choose what strangers among them are shown, such as their age. */
    unusedAttributes: z.array(z.string().regex(/^[^,]+$/, 'one attribute, without a comma')).default([]),
    /** How long a canary is watched before it takes over. */
    bakeSeconds: z.int().min(1).max(86_400),
    serving: Serving,
    /** Models that are served in another way than the others, such as one that gains nothing from a GPU. */
    servingOf: z.partialRecord(ModelName, Serving).optional(),
    /** Taken in place of `serving` where a region has no serverless inference. */
    servingWithoutServerless: Serving.optional(),
  })
  .refine(({ training }) => training.maxWaitSeconds >= training.maxRuntimeSeconds, {
    path: ['training', 'maxWaitSeconds'],
    message: 'a job cannot wait for less time than it may run',
  })
  .refine(
    ({ serving, servingWithoutServerless }) =>
      serving.kind !== 'serverless' || servingWithoutServerless?.kind === 'instance',
    {
      path: ['servingWithoutServerless'],
      message: 'a serverless stage must name the instances for regions without serverless inference',
    },
  );
export const Settings = Stage.transform(withUnusedAttributes);
export type Settings = z.infer<typeof Settings>;

/** SageMaker's regions with serverless inference; anywhere else the stage is served by instances. */
const REGIONS_WITH_SERVERLESS_INFERENCE: readonly string[] = [
  ...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'sa-east-1'],
  ...['eu-central-1', 'eu-north-1', 'eu-south-1', 'eu-west-1', 'eu-west-2', 'eu-west-3'],
  ...[
    'ap-east-1',
    'ap-northeast-1',
    'ap-northeast-2',
    'ap-northeast-3',
    'ap-south-1',
    'ap-southeast-1',
    'ap-southeast-2',
  ],
  ...['af-south-1', 'me-south-1'],
];

/** Every job that counts who likes what is told which attributes it may not learn from. */
function withUnusedAttributes({ unusedAttributes, ...settings }: z.infer<typeof Stage>) {
  const told = unusedAttributes.length ? { unused_attributes: unusedAttributes.join(',') } : {};
  const tell = <Job extends { hyperparameters: Record<string, string> }>(job: Job): Job => ({
    ...job,
    hyperparameters: { ...job.hyperparameters, ...told },
  });
  const plans = Object.entries(settings.models).map(([name, plan]) => [
    name,
    { ...plan, candidates: plan.candidates.map((one) => (one.image === 'recommender' ? tell(one) : one)) },
  ]);
  return {
    ...settings,
    recommender: tell(settings.recommender),
    models: ModelPlans.parse(Object.fromEntries(plans)),
  };
}

/** Reads one stage's settings; a wrong or unknown setting names itself. */
export function readSettings(stage: StageName, context: unknown): Settings {
  const parsed = z.record(StageName, z.unknown()).parse(context);
  const result = Settings.safeParse(parsed[stage]);
  if (!result.success) throw new Error(`Settings of stage ${stage} in cdk.json:\n${z.prettifyError(result.error)}`);
  return result.data;
}

/** The serving that a region can give. */
export function servingIn(region: string, settings: Settings, model?: ModelName): Serving {
  const wanted = (model && settings.servingOf?.[model]) ?? settings.serving;
  if (wanted.kind === 'instance' || REGIONS_WITH_SERVERLESS_INFERENCE.includes(region)) return wanted;
  if (!settings.servingWithoutServerless) throw new Error(`No serving is set for ${region}`);
  return settings.servingWithoutServerless;
}
