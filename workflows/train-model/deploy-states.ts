import { faultText } from '../../core/platform/fault.ts';
import type { TrainModelParts } from './definition.ts';
import { imageNamed, literal, TASK } from './jobs.ts';
import { forgetScaling, scales, scalingStates, VARIANT } from './scaling-states.ts';
import { catchAt, expr, invoke, RUN, retrySageMaker, type State, tellAPerson } from './states.ts';

const SECONDS_BETWEEN_LOOKS = 10;
const MOST_LOOKS = 180;
/** Functions remember the pointer for 5 seconds; an endpoint is deleted when none can still be calling it. */
const DRAIN_SECONDS = 30;

/** From a verdict to a serving champion, or back: a new endpoint beside the old, and the pointer that moves. */
export function deployStates(parts: TrainModelParts): Record<string, State> {
  return {
    ...registerStates(parts),
    ...endpointStates(parts),
    ...scalingStates(parts, 'Canary'),
    ...pointerStates(parts),
    ...endingStates(parts),
  };
}

const imageOf = (parts: TrainModelParts) => imageNamed(parts, '$version.image');

const variantsOf = ({ serving }: TrainModelParts) =>
  Object.fromEntries(Object.entries(serving).map(([model, { variant }]) => [model, variant]));

const sageMaker = (resource: string, args: object, next: string, onError = 'Take back'): State => ({
  Type: 'Task',
  Resource: resource,
  Arguments: args,
  TimeoutSeconds: 120,
  Retry: retrySageMaker,
  Catch: catchAt(onError),
  Next: next,
});

function registerStates(parts: TrainModelParts): Record<string, State> {
  return {
    Register: sageMaker(
      'arn:aws:states:::aws-sdk:sagemaker:createModelPackage',
      {
        ModelPackageGroupName: parts.packageGroup,
        ModelPackageDescription: expr(
          "$run.shop & ' ' & $run.model & ' ' & $version.version & ' ' & $version.candidate & '/' & $version.scorer",
        ),
        InferenceSpecification: {
          Containers: [{ Image: imageOf(parts), ModelDataUrl: expr('$version.modelDataUrl') }],
          SupportedContentTypes: ['application/json'],
          SupportedResponseMIMETypes: ['application/json'],
        },
        CustomerMetadataProperties: {
          shop: expr('$run.shop'),
          run: expr('$run.runId'),
          fingerprint: expr("$exists($version.fingerprint) ? $version.fingerprint : 'unknown'"),
        },
        ModelApprovalStatus: 'Approved',
      },
      'Create model',
    ),
    'Create model': sageMaker(
      'arn:aws:states:::sagemaker:createModel',
      {
        ModelName: expr('$endpointName'),
        ExecutionRoleArn: parts.sagemakerRoleArn,
        PrimaryContainer: {
          Image: imageOf(parts),
          ModelDataUrl: expr('$version.modelDataUrl'),
          Environment: { ...TASK, SCORER: expr('$version.scorer'), MODEL_VERSION: expr('$version.version') },
        },
      },
      'Create endpoint configuration',
    ),
  };
}

function endpointStates(parts: TrainModelParts): Record<string, State> {
  return {
    'Create endpoint configuration': sageMaker(
      'arn:aws:states:::sagemaker:createEndpointConfig',
      {
        EndpointConfigName: expr('$endpointName'),
        ProductionVariants: expr(
          `[$merge([{ 'VariantName': '${VARIANT}', 'ModelName': $endpointName, 'InitialVariantWeight': 1 }, $lookup(${literal(variantsOf(parts))}, $run.model)])]`,
        ),
      },
      'Create endpoint',
    ),
    'Create endpoint': {
      ...sageMaker(
        'arn:aws:states:::sagemaker:createEndpoint',
        { EndpointName: expr('$endpointName'), EndpointConfigName: expr('$endpointName') },
        'Look at endpoint',
      ),
      Assign: { looks: 0 },
    },
    'Look at endpoint': {
      ...sageMaker(
        'arn:aws:states:::aws-sdk:sagemaker:describeEndpoint',
        { EndpointName: expr('$endpointName') },
        'Endpoint in service?',
      ),
      Assign: { looks: expr('$looks + 1') },
    },
    'Endpoint in service?': {
      Type: 'Choice',
      Choices: [
        { Condition: expr("$states.input.EndpointStatus = 'InService'"), Next: 'Smoke test' },
        {
          Condition: expr(`$states.input.EndpointStatus = 'Failed' or $looks >= ${MOST_LOOKS}`),
          Assign: {
            failure: expr(
              `{ 'Error': 'EndpointFailed', 'Cause': $exists($states.input.FailureReason) ? $states.input.FailureReason : '${faultText('endpoint-late', {})}' }`,
            ),
          },
          Next: 'Take back',
        },
      ],
      Default: 'Wait for endpoint',
    },
    'Wait for endpoint': { Type: 'Wait', Seconds: SECONDS_BETWEEN_LOOKS, Next: 'Look at endpoint' },
    'Smoke test': invoke({
      functionArn: parts.functions.smokeTest,
      payload: UNDER_TEST,
      onError: 'Take back',
      next: scales(parts) ? 'Scales?' : 'Canary',
    }),
  };
}

const CHALLENGER_NAMES = {
  endpointName: expr('$endpointName'),
  modelVersion: expr('$version.version'),
  scorer: expr('$version.scorer'),
};
const UNDER_TEST = { ...CHALLENGER_NAMES, trainedIn: expr('$version.runId') };
const CHALLENGER = { ...CHALLENGER_NAMES, candidate: expr('$version.candidate') };
/** Whoever became champion since has not been compared with this challenger, and stays. */
const REPLACES = expr('$champion = null ? null : $champion.version');

function pointerStates(parts: TrainModelParts): Record<string, State> {
  const { bakeSeconds = 300, canaryShare = 0.1 } = parts;
  const move = (to: string, onError: string, next: string) =>
    invoke({
      functionArn: parts.functions.movePointer,
      payload: { to, challenger: CHALLENGER, share: canaryShare, replaces: REPLACES },
      onError,
      next,
    });
  return {
    Canary: { ...move('canary', 'Take back', 'Bake'), Assign: { bakedSince: expr('$now()') } },
    Bake: { Type: 'Wait', Seconds: bakeSeconds, Next: 'Check bake' },
    'Check bake': invoke({
      functionArn: parts.functions.checkBake,
      payload: { ...UNDER_TEST, since: expr('$bakedSince') },
      onError: 'Take back',
      next: 'Promote',
    }),
    Promote: {
      ...move('promote', 'Take back', 'Drain'),
      Assign: { leaving: expr('$states.result.Payload.retired'), isPromoted: true },
    },
    'Take back': {
      ...move('back', 'Record failure', 'Drain'),
      Assign: { leaving: expr("[{ 'endpointName': $endpointName }]"), isPromoted: false },
    },
    Drain: { Type: 'Wait', Seconds: DRAIN_SECONDS, Next: 'Delete endpoints' },
    'Delete endpoints': deleteEndpoints(parts, 'Promoted?'),
    'Promoted?': {
      Type: 'Choice',
      Choices: [{ Condition: expr('$isPromoted'), Next: 'Record promoted' }],
      Default: 'Record taken back',
    },
  };
}

/** Endpoint, configuration and model bear one name. What is gone already is as good as deleted. */
function deleteEndpoints(parts: TrainModelParts, next: string): State {
  const remove = (action: string, key: string, then: string): State => ({
    Type: 'Task',
    Resource: `arn:aws:states:::aws-sdk:sagemaker:${action}`,
    Arguments: { [key]: expr('$name') },
    TimeoutSeconds: 120,
    Retry: retrySageMaker.map((policy) => ({ ...policy, MaxAttempts: 2 })),
    Catch: [{ ErrorEquals: ['States.ALL'], Next: then }],
    Next: then,
  });
  return {
    Type: 'Map',
    Items: expr('$leaving'),
    MaxConcurrency: 1,
    ItemProcessor: {
      ProcessorConfig: { Mode: 'INLINE' },
      StartAt: 'Take name',
      States: {
        'Take name': {
          Type: 'Pass',
          Assign: { name: expr('$states.input.endpointName') },
          Next: scales(parts) ? 'Forget scaling' : 'Delete endpoint',
        },
        ...forgetScaling(parts, 'Delete endpoint'),
        'Delete endpoint': remove('deleteEndpoint', 'EndpointName', 'Delete endpoint configuration'),
        'Delete endpoint configuration': remove('deleteEndpointConfig', 'EndpointConfigName', 'Delete model'),
        'Delete model': remove('deleteModel', 'ModelName', 'Deleted'),
        Deleted: { Type: 'Succeed' },
      },
    },
    Catch: [{ ErrorEquals: ['States.ALL'], Next: next }],
    Next: next,
  };
}

function endingStates(parts: TrainModelParts): Record<string, State> {
  const reason = expr(
    `$failure = null ? '${faultText('unknown', {})}' : $string($failure.Error) & ': ' & $substring($string($failure.Cause), 0, 1500)`,
  );
  const record = (status: string, next: string, fields: Record<string, string> = {}) =>
    invoke({ functionArn: parts.functions.recordRun, payload: { status, ...fields }, onError: 'Tell a person', next });
  return {
    'Record promoted': record('promoted', 'Promoted', { version: expr('$version.version') }),
    Promoted: { Type: 'Succeed' },
    'Record kept': record('kept', 'Kept'),
    Kept: { Type: 'Succeed' },
    'Record taken back': record('rolled-back', 'Tell a person', { reason, version: expr('$version.version') }),
    'Record failure': record('failed', 'Tell a person', { reason }),
    'Tell a person': tellAPerson(parts.alertsTopicArn, 'Perennial: a training run needs a look', {
      run: RUN,
      failure: expr('$failure'),
      runbook: 'docs/runbook.md#train-model-failed',
    }),
    Failed: { Type: 'Fail', Error: expr('$string($failure.Error)'), Cause: reason },
  };
}
