import type { TrainModelParts } from '../train-model/definition.ts';
import { jobName, processingJob } from '../train-model/jobs.ts';
import { catchAt, expr, retryJob, retryLambda, type State, tellAPerson } from '../train-model/states.ts';

/** What the workflow is made of, by the names that a deployment gives. Values may be tokens of the CDK. */
export interface RefreshProfilesParts
  extends Pick<TrainModelParts, 'sagemakerRoleArn' | 'lakeBucket' | 'artifactsBucket' | 'alertsTopicArn' | 'training'> {
  /** ARN of functions/profiles/publish-profiles. */
  readonly publishProfiles: string;
  readonly images: Readonly<Record<'features' | 'insights', string>>;
}

const RUN_TIMEOUT_SECONDS = 6 * 3_600;
const JOB_SECONDS = 2 * 3_600;
const PROCESSING_JOB = 'arn:aws:states:::sagemaker:createProcessingJob.sync';
const SEED = '7';

/** The state machine in Amazon States Language with JSONata. README.md beside this file draws it. */
export function refreshProfilesDefinition(parts: RefreshProfilesParts): object {
  return {
    Comment: 'Count what every customer did, find groups and risks, and write the profiles part by part.',
    QueryLanguage: 'JSONata',
    StartAt: 'Begin',
    TimeoutSeconds: RUN_TIMEOUT_SECONDS,
    States: { ...jobStates(parts), ...publishStates(parts), ...failureStates(parts) },
  };
}

function jobStates(parts: RefreshProfilesParts): Record<string, State> {
  const lake = (area: string) => expr(`'s3://${parts.lakeBucket}/${area}/shop=' & $run.shop & '/'`);
  const kept = (folder: string, run = '$run.runId') =>
    `'s3://${parts.artifactsBucket}/runs/' & $run.shop & '/' & ${run} & '/${folder}'`;
  const job = { Type: 'Task', Resource: PROCESSING_JOB, TimeoutSeconds: JOB_SECONDS, Retry: retryJob };
  return {
    Begin: {
      Type: 'Pass',
      Assign: { run: expr('$states.input'), part: 0, failure: expr('null') },
      Next: 'Count facts',
    },
    'Count facts': {
      ...job,
      Arguments: processingJob(parts, {
        name: jobName("'facts'"),
        image: parts.images.features,
        module: 'features.profiles',
        args: expr("['--until', $run.until]"),
        inputs: { events: lake('events'), items: lake('items') },
        outputs: { data: expr(kept('profile-data')) },
        environment: {},
      }),
      Catch: catchAt('Record failure'),
      Next: 'Compute profiles',
    },
    'Compute profiles': {
      ...job,
      Arguments: processingJob(parts, {
        name: jobName("'profiles'"),
        image: parts.images.insights,
        module: 'insights.profiles.refresh',
        args: ['--seed', SEED],
        inputs: expr(
          `$append([${input('data', kept('profile-data/'))}], $run.previous = null ? [] : [${input('previous', kept('memory/', '$run.previous'))}])`,
        ),
        outputs: { profiles: expr(kept('profiles')), memory: expr(kept('memory')) },
        environment: {},
      }),
      Catch: catchAt('Record failure'),
      Next: 'Publish part',
    },
  };
}

/** One input of SageMaker's list, as JSONata. */
const input = (name: string, address: string) =>
  `{ 'InputName': '${name}', 'S3Input': { 'S3Uri': ${address}, 'LocalPath': '/opt/ml/processing/input/${name}', 'S3DataType': 'S3Prefix', 'S3InputMode': 'File' } }`;

function publishStates({ publishProfiles }: RefreshProfilesParts): Record<string, State> {
  return {
    'Publish part': {
      ...publish(publishProfiles, { step: 'part', part: expr('$part') }),
      Assign: { part: expr('$states.result.Payload.next') },
      Catch: catchAt('Record failure'),
      Next: 'Another part?',
    },
    'Another part?': {
      Type: 'Choice',
      Choices: [{ Condition: expr('$part != null'), Next: 'Publish part' }],
      Default: 'Done',
    },
    Done: { Type: 'Succeed' },
  };
}

function failureStates({ publishProfiles, alertsTopicArn }: RefreshProfilesParts): Record<string, State> {
  const reason = expr("$string($failure.Error) & ': ' & $substring($string($failure.Cause), 0, 800)");
  return {
    'Record failure': {
      ...publish(publishProfiles, { step: 'failed', reason }),
      Catch: catchAt('Tell a person'),
      Next: 'Tell a person',
    },
    'Tell a person': tellAPerson(alertsTopicArn, 'Perennial: profiles were not refreshed', {
      run: expr('$run'),
      failure: expr('$failure'),
      runbook: 'docs/runbook.md#refresh-profiles-failed',
    }),
    Failed: { Type: 'Fail', Error: expr('$string($failure.Error)'), Cause: reason },
  };
}

const publish = (functionArn: string, payload: Readonly<Record<string, unknown>>): State => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: {
    FunctionName: functionArn,
    Payload: { shop: expr('$run.shop'), runId: expr('$run.runId'), ...payload },
  },
  TimeoutSeconds: 120,
  Retry: retryLambda,
});
