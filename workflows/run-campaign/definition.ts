import { catchAt, expr, retryAll, retryAny, retryLambda, type State } from '../train-model/states.ts';

export const CAMPAIGN_STEPS = ['beginRun', 'rankAudience', 'deliverPage', 'finishRun'] as const;
export type CampaignStep = (typeof CAMPAIGN_STEPS)[number];

export interface RunCampaignParts {
  /** ARNs of the functions in functions/campaigns. */
  readonly functions: Readonly<Record<CampaignStep, string>>;
  readonly alertsTopicArn: string;
}

/** A night, and a provider that rests for a day; after that a person is told. */
const RUN_TIMEOUT_SECONDS = 2 * 86_400;
const PARTS_AT_ONCE = 8;

/** Settling a customer is idempotent, so whatever failed may be done again. */
const RETRIES = 6;
const RETRY_ALL = retryAll(RETRIES);
const REFERENCE = { shop: expr('$run.shop'), campaignId: expr('$run.campaignId'), runId: expr('$run.runId') };

function invoke(functionArn: string, payload: object | string): State {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: { FunctionName: functionArn, Payload: payload },
    TimeoutSeconds: 120,
    Retry: RETRY_ALL,
    Output: expr('$states.result.Payload'),
  };
}

/** The state machine in Amazon States Language with JSONata. README.md beside this file draws it. */
export function runCampaignDefinition({ functions, alertsTopicArn }: RunCampaignParts): object {
  return {
    Comment: 'Walk the audience in parts, page by page; come back for who sleeps; then write down what was done.',
    QueryLanguage: 'JSONata',
    StartAt: 'Begin',
    TimeoutSeconds: RUN_TIMEOUT_SECONDS,
    States: {
      Begin: {
        ...invoke(functions.beginRun, expr('$states.input')),
        Assign: { run: expr('$states.result.Payload') },
        Catch: catchAt('Tell a person'),
        Next: 'Is due',
      },
      'Is due': {
        Type: 'Choice',
        Choices: [
          { Condition: expr('$run.isDue and $run.isTargeted'), Next: 'Rank audience' },
          { Condition: expr('$run.isDue'), Next: 'Parts' },
        ],
        Default: 'Done',
      },
      'Rank audience': {
        ...invoke(functions.rankAudience, REFERENCE),
        Catch: catchAt('Record failure'),
        Next: 'Parts',
      },
      // The map takes its input as its items, each whole: the laptop's cloud evaluates no JSONata for a distributed map.
      Parts: {
        Type: 'Pass',
        Output: expr(
          "[$map($run.shards, function($shard) { { 'shop': $run.shop, 'campaignId': $run.campaignId, 'runId': $run.runId, 'shard': $shard } })]",
        ),
        Next: 'Deliver',
      },
      Deliver: deliver(functions.deliverPage),
      Finish: {
        ...invoke(functions.finishRun, { ...REFERENCE, again: expr('$states.input') }),
        Catch: catchAt('Record failure'),
        Next: 'Anybody left',
      },
      'Anybody left': {
        Type: 'Choice',
        Choices: [
          { Condition: expr('$exists($states.input.waitUntil) and $states.input.waitUntil != null'), Next: 'Rest' },
        ],
        Default: 'Done',
      },
      Rest: { Type: 'Wait', Timestamp: expr('$states.input.waitUntil'), Next: 'Parts' },
      Done: { Type: 'Succeed' },
      'Record failure': {
        ...invoke(functions.finishRun, {
          ...REFERENCE,
          reason: expr("$substring($failure.Error & ': ' & $failure.Cause, 0, 500)"),
        }),
        Catch: catchAt('Tell a person'),
        Next: 'Tell a person',
      },
      'Tell a person': {
        Type: 'Task',
        Resource: 'arn:aws:states:::sns:publish',
        Arguments: {
          TopicArn: alertsTopicArn,
          Subject: 'Perennial: a campaign did not run to its end',
          Message: expr("'Run ' & $states.context.Execution.Name & ' failed: ' & $failure.Error"),
        },
        TimeoutSeconds: 30,
        Retry: retryLambda,
        Next: 'Failed',
      },
      Failed: { Type: 'Fail', Error: 'CampaignRunFailed', Cause: expr('$string($failure.Error)') },
    },
  };
}

/** Each part of the audience is an execution of its own, so that no history grows with the shop. */
function deliver(deliverPageArn: string): State {
  return {
    Type: 'Map',
    MaxConcurrency: PARTS_AT_ONCE,
    ItemProcessor: {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      StartAt: 'Start part',
      States: {
        'Start part': {
          Type: 'Pass',
          Assign: { part: expr('$states.input'), cursor: null, again: null },
          Next: 'Deliver page',
        },
        'Deliver page': {
          ...invoke(deliverPageArn, {
            shop: expr('$part.shop'),
            campaignId: expr('$part.campaignId'),
            runId: expr('$part.runId'),
            shard: expr('$part.shard'),
            cursor: expr('$cursor'),
            isLastTry: expr(`$states.context.State.RetryCount >= ${RETRIES}`),
          }),
          Retry: retryAny(RETRIES),
          Assign: {
            cursor: expr('$states.result.Payload.cursor'),
            again: expr(
              '($new := $states.result.Payload.again; $new = null ? $again : $again = null ? $new : $new < $again ? $new : $again)',
            ),
          },
          Next: 'Another page',
        },
        'Another page': {
          Type: 'Choice',
          Choices: [{ Condition: expr('$cursor != null'), Next: 'Deliver page' }],
          Default: 'End part',
        },
        'End part': { Type: 'Pass', Output: expr('$again'), End: true },
      },
    },
    Label: 'DeliverPart',
    Catch: catchAt('Record failure'),
    Next: 'Finish',
  };
}
