/** A state of Amazon States Language. */
export type State = Readonly<Record<string, unknown>>;

/** JSONata, as a definition writes it. */
export const expr = (jsonata: string) => `{% ${jsonata} %}`;

/** What may pass by itself: throttles, and a service that answers badly for a moment. */
const TRANSIENT_SAGEMAKER = [
  'SageMaker.AmazonSageMakerException',
  'SageMaker.SageMakerException',
  'SageMaker.ResourceLimitExceededException',
];
const TRANSIENT_LAMBDA = [
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.Unknown',
  'Runtime.ExitError',
  'UnavailableError',
];

const wait = (IntervalSeconds: number, MaxAttempts: number) => ({
  IntervalSeconds,
  MaxAttempts,
  BackoffRate: 2,
  MaxDelaySeconds: 60,
  JitterStrategy: 'FULL',
});

export const retrySageMaker = [{ ErrorEquals: TRANSIENT_SAGEMAKER, ...wait(3, 6) }];
/** A job that broke (a spot instance taken back, a container killed) starts again, from its checkpoint where it has one. */
export const retryJob = [...retrySageMaker, { ErrorEquals: ['States.TaskFailed'], ...wait(5, 2) }];
export const retryLambda = [{ ErrorEquals: TRANSIENT_LAMBDA, ...wait(1, 5) }];

/** Whatever failed, so often and no more: with one retrier alone `RetryCount` says which try it is. */
export const retryAny = (attempts: number) => [{ ErrorEquals: ['States.ALL'], ...wait(2, attempts) }];
/** For steps that may be done again whatever failed, because they do the same however often they are done. */
export const retryAll = (attempts: number) => [...retryLambda, ...retryAny(attempts)];

/** Whatever else went wrong is remembered and handled at `next`. */
export const catchAt = (next: string) => [
  { ErrorEquals: ['States.ALL'], Next: next, Assign: { failure: expr('$states.errorOutput') } },
];

export interface LambdaOptions {
  readonly functionArn: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly onError: string;
  readonly next: string;
  readonly assign?: Readonly<Record<string, string>>;
}

/** One function of ours. Its payload always names the run. */
export function invoke({ functionArn, payload, onError, next, assign }: LambdaOptions): State {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: { FunctionName: functionArn, Payload: { ...RUN, ...payload } },
    TimeoutSeconds: 120,
    Retry: retryLambda,
    Catch: catchAt(onError),
    Output: expr('$states.result.Payload'),
    ...(assign ? { Assign: assign } : {}),
    Next: next,
  };
}

export const RUN = { shop: expr('$run.shop'), model: expr('$run.model'), runId: expr('$run.runId') };

/** Tells whoever the alerts go to what failed; the execution then ends as failed. */
export const tellAPerson = (topicArn: string, subject: string, message: object): State => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::sns:publish',
  Arguments: { TopicArn: topicArn, Subject: subject, Message: message },
  TimeoutSeconds: 60,
  Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 2, MaxAttempts: 3, BackoffRate: 2 }],
  Next: 'Failed',
});
