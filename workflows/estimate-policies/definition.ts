import type { TrainModelParts } from '../train-model/definition.ts';
import { processingJob } from '../train-model/jobs.ts';
import { catchAt, expr, retryJob, retryLambda, type State, tellAPerson } from '../train-model/states.ts';

/** What the workflow is made of, by the names that a deployment gives. Values may be tokens of the CDK. */
export interface EstimatePoliciesParts
  extends Pick<TrainModelParts, 'sagemakerRoleArn' | 'lakeBucket' | 'artifactsBucket' | 'alertsTopicArn' | 'training'> {
  /** ARN of functions/recommendations/end-estimate. */
  readonly endEstimate: string;
  /** Of the recommender. */
  readonly image: string;
}

const RUN_TIMEOUT_SECONDS = 2 * 3_600;
const JOB_SECONDS = 1_800;

/** The state machine in Amazon States Language with JSONata. README.md beside this file draws it. */
export function estimatePoliciesDefinition(parts: EstimatePoliciesParts): object {
  return {
    Comment: "Read a shop's own log of slates, estimate what policies would have earned, and write that down.",
    QueryLanguage: 'JSONata',
    StartAt: 'Begin',
    TimeoutSeconds: RUN_TIMEOUT_SECONDS,
    States: {
      Begin: { Type: 'Pass', Assign: { run: expr('$states.input'), failure: expr('null') }, Next: 'Estimate' },
      Estimate: estimate(parts),
      'Keep answer': {
        ...end(parts, { status: 'done' }),
        Catch: catchAt('Record failure'),
        Next: 'Done',
      },
      Done: { Type: 'Succeed' },
      ...failureStates(parts),
    },
  };
}

function estimate(parts: EstimatePoliciesParts): State {
  const lake = (area: string) => expr(`'s3://${parts.lakeBucket}/${area}/shop=' & $run.shop & '/'`);
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::sagemaker:createProcessingJob.sync',
    Arguments: processingJob(parts, {
      name: expr("$run.estimateId & '-' & $string($states.context.State.RetryCount)"),
      image: parts.image,
      module: 'recommender.estimate',
      args: expr('$run.words'),
      inputs: { decisions: lake('decisions'), events: lake('events') },
      outputs: {
        estimate: expr(`'s3://${parts.artifactsBucket}/estimates/' & $run.shop & '/' & $run.estimateId`),
      },
      environment: {},
    }),
    TimeoutSeconds: JOB_SECONDS,
    Retry: retryJob,
    Catch: catchAt('Record failure'),
    Next: 'Keep answer',
  };
}

function failureStates(parts: EstimatePoliciesParts): Record<string, State> {
  const reason = expr("$string($failure.Error) & ': ' & $substring($string($failure.Cause), 0, 800)");
  return {
    'Record failure': {
      ...end(parts, { status: 'failed', reason }),
      Catch: catchAt('Tell a person'),
      Next: 'Tell a person',
    },
    'Tell a person': tellAPerson(parts.alertsTopicArn, 'Perennial: an estimate of policies needs a look', {
      run: expr('$run'),
      failure: expr('$failure'),
      runbook: 'docs/runbook.md#estimate-policies-failed',
    }),
    Failed: { Type: 'Fail', Error: expr('$string($failure.Error)'), Cause: reason },
  };
}

const end = ({ endEstimate }: EstimatePoliciesParts, payload: Readonly<Record<string, unknown>>): State => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: {
    FunctionName: endEstimate,
    Payload: {
      shop: expr('$run.shop'),
      surface: expr('$run.surface'),
      estimateId: expr('$run.estimateId'),
      ...payload,
    },
  },
  TimeoutSeconds: 60,
  Retry: retryLambda,
});
