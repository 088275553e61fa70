import type { TrainModelParts } from './definition.ts';
import { expr } from './states.ts';

/** Under the artifacts bucket, below the run's own prefix. */
export const artifact = (parts: TrainModelParts, path: string) =>
  expr(`'s3://${parts.artifactsBucket}/' & $prefix & ${path}`);

/**
 * Where a job that is taken back leaves off: `checkpoints/<shop>/<run>/<name>`, apart from `runs/`, so that one rule of
 * the bucket forgets them after a week. `name` is JSONata.
 */
export const checkpoints = (parts: TrainModelParts, name: string) =>
  expr(`'s3://${parts.artifactsBucket}/checkpoints/' & $run.shop & '/' & $run.runId & '/' & ${name}`);

/** The image whose folder's name `name`, JSONata, yields. */
export const imageNamed = ({ images }: TrainModelParts, name: string) => expr(`$lookup(${literal(images)}, ${name})`);

/** An object as JSONata writes it, which is as JSON does. Values may be tokens of the CDK. */
export const literal = (object: object) => JSON.stringify(object);

/** A job's name carries the attempt, because SageMaker never takes a name twice. `step` is JSONata. */
export const jobName = (step: string) =>
  expr(`$run.runId & '-' & ${step} & '-' & $string($states.context.State.RetryCount)`);

interface ProcessingOptions {
  /** JSONata or a plain URI. */
  readonly image: string;
  /** `package.module`, run with `python3 -m`; JSONata or plain. */
  readonly module: string;
  readonly name: string;
  /** A list, or JSONata that makes one. */
  readonly args?: readonly string[] | string;
  /** Folder below /opt/ml/processing/input → S3 address; or JSONata that makes SageMaker's list. */
  readonly inputs: Readonly<Record<string, string>> | string;
  /** Folder below /opt/ml/processing/output → S3 address; or JSONata that makes SageMaker's list. */
  readonly outputs: Readonly<Record<string, string>> | string;
  /** @default TASK, the run's model */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Every container is told which model a job or an endpoint is for. */
export const TASK = { TASK: expr('$run.model') };

/** JSONata for the inputs of a job, one for each name in the list that `names` yields. `address` is JSONata over `$name`. */
export const inputsFor = (names: string, address: string) =>
  expr(
    `[$map(${names}, function($name) { { 'InputName': $name, 'S3Input': { 'S3Uri': ${address}, 'LocalPath': '/opt/ml/processing/input/' & $name, 'S3DataType': 'S3Prefix', 'S3InputMode': 'File' } } })]`,
  );

export const outputsFor = (names: string, address: string) =>
  expr(
    `[$map(${names}, function($name) { { 'OutputName': $name, 'S3Output': { 'S3Uri': ${address}, 'LocalPath': '/opt/ml/processing/output/' & $name, 'S3UploadMode': 'EndOfJob' } } })]`,
  );

export function processingJob(
  parts: Pick<TrainModelParts, 'training' | 'sagemakerRoleArn'>,
  options: ProcessingOptions,
): object {
  const { training } = parts;
  return {
    ProcessingJobName: options.name,
    RoleArn: parts.sagemakerRoleArn,
    AppSpecification: {
      ImageUri: options.image,
      ContainerEntrypoint: ['python3', '-m', options.module],
      ...(options.args ? { ContainerArguments: options.args } : {}),
    },
    Environment: options.environment ?? TASK,
    ProcessingInputs: typeof options.inputs === 'string' ? options.inputs : listInputs(options.inputs),
    ProcessingOutputConfig: {
      Outputs: typeof options.outputs === 'string' ? options.outputs : listOutputs(options.outputs),
    },
    ProcessingResources: {
      ClusterConfig: {
        InstanceCount: 1,
        InstanceType: training.processingInstanceType,
        VolumeSizeInGB: training.volumeGb,
      },
    },
    StoppingCondition: { MaxRuntimeInSeconds: training.maxRuntimeSeconds },
  };
}

const listInputs = (inputs: Readonly<Record<string, string>>) =>
  Object.entries(inputs).map(([InputName, S3Uri]) => ({
    InputName,
    S3Input: { S3Uri, LocalPath: `/opt/ml/processing/input/${InputName}`, S3DataType: 'S3Prefix', S3InputMode: 'File' },
  }));

const listOutputs = (outputs: Readonly<Record<string, string>>) =>
  Object.entries(outputs).map(([OutputName, S3Uri]) => ({
    OutputName,
    S3Output: { S3Uri, LocalPath: `/opt/ml/processing/output/${OutputName}`, S3UploadMode: 'EndOfJob' },
  }));

interface TrainingOptions {
  readonly name: string;
  readonly image: string;
  readonly instanceType: string;
  readonly hyperparameters: Readonly<Record<string, string>> | string;
  /** Channel → S3 address. */
  readonly channels: Readonly<Record<string, string>>;
  readonly output: string;
  readonly checkpoints: string;
}

const METRICS = ['train_loss', 'validation_loss', 'test_loss', 'validation_auc', 'examples_per_second'];

export function trainingJob(parts: TrainModelParts, options: TrainingOptions): object {
  const { training } = parts;
  return {
    TrainingJobName: options.name,
    RoleArn: parts.sagemakerRoleArn,
    AlgorithmSpecification: {
      TrainingImage: options.image,
      TrainingInputMode: 'File',
      MetricDefinitions: METRICS.map((Name) => ({ Name, Regex: `\\b${Name}=([-+0-9.eE]+)` })),
    },
    HyperParameters: options.hyperparameters,
    Environment: TASK,
    InputDataConfig: Object.entries(options.channels).map(([ChannelName, S3Uri]) => ({
      ChannelName,
      DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri, S3DataDistributionType: 'FullyReplicated' } },
    })),
    OutputDataConfig: { S3OutputPath: options.output },
    ResourceConfig: { InstanceType: options.instanceType, InstanceCount: 1, VolumeSizeInGB: training.volumeGb },
    EnableManagedSpotTraining: training.isSpot,
    CheckpointConfig: { S3Uri: options.checkpoints },
    StoppingCondition: {
      MaxRuntimeInSeconds: training.maxRuntimeSeconds,
      ...(training.isSpot ? { MaxWaitTimeInSeconds: training.maxWaitSeconds } : {}),
    },
  };
}
