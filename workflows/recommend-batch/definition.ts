import { catchAt, expr, retryAll, retryLambda, type State } from '../train-model/states.ts';

export const RECOMMEND_BATCH_STEPS = ['writePage', 'endBatch'] as const;
export type RecommendBatchStep = (typeof RECOMMEND_BATCH_STEPS)[number];

export interface RecommendBatchParts {
  /** ARNs of the functions in functions/recommendations. */
  readonly functions: Readonly<Record<RecommendBatchStep, string>>;
  readonly alertsTopicArn: string;
}

const BATCH_TIMEOUT_SECONDS = 86_400;
/** Few, because customers who wait ask the same endpoints. */
const PARTS_AT_ONCE = 2;
/** A page is the same however often it is written, so whatever failed may be done again. */
const RETRY_ALL = retryAll(5);

function invoke(functionArn: string, payload: object | string): State {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: { FunctionName: functionArn, Payload: payload },
    TimeoutSeconds: 150,
    Retry: RETRY_ALL,
    Output: expr('$states.result.Payload'),
  };
}

const REFERENCE = { shop: expr('$batch.shop'), batchId: expr('$batch.batchId') };
const PART_REFERENCE = { shop: expr('$part.shop'), batchId: expr('$part.batchId') };

/** Writes down why it failed; where a part has said so before, that stands. */
const recordFailure = (endBatchArn: string, reference: object): State =>
  invoke(endBatchArn, {
    ...reference,
    status: 'failed',
    reason: expr("$substring($string($failure.Error) & ': ' & $string($failure.Cause), 0, 500)"),
  });

/** The state machine in Amazon States Language with JSONata. README.md beside this file draws it. */
export function recommendBatchDefinition({ functions, alertsTopicArn }: RecommendBatchParts): object {
  return {
    Comment: 'Walk the customers in parts, page by page; write a file a page; say how it ended.',
    QueryLanguage: 'JSONata',
    StartAt: 'Begin',
    TimeoutSeconds: BATCH_TIMEOUT_SECONDS,
    States: {
      // The map takes its input as its items, each whole: the laptop's cloud evaluates no JSONata for a distributed map.
      Begin: {
        Type: 'Pass',
        Assign: { batch: expr('$states.input') },
        Output: expr(
          "[$map($states.input.shards, function($shard) { { 'shop': $states.input.shop, 'batchId': $states.input.batchId, 'shard': $shard, 'cursor': null, 'pages': 0, 'customers': 0 } })]",
        ),
        Next: 'Write',
      },
      Write: writeParts(functions),
      End: {
        ...invoke(functions.endBatch, { ...REFERENCE, status: 'done', parts: expr('$states.input') }),
        Catch: catchAt('Record failure'),
        Next: 'Done',
      },
      Done: { Type: 'Succeed' },
      'Record failure': {
        ...recordFailure(functions.endBatch, REFERENCE),
        Catch: catchAt('Tell a person'),
        Next: 'Tell a person',
      },
      'Tell a person': {
        Type: 'Task',
        Resource: 'arn:aws:states:::sns:publish',
        Arguments: {
          TopicArn: alertsTopicArn,
          Subject: 'Perennial: a batch of recommendations needs a look',
          Message: { batch: REFERENCE, failure: expr('$failure'), runbook: 'docs/runbook.md#recommend-batch-failed' },
        },
        TimeoutSeconds: 30,
        Retry: retryLambda,
        Next: 'Failed',
      },
      Failed: { Type: 'Fail', Error: 'RecommendBatchFailed', Cause: expr('$string($failure.Error)') },
    },
  };
}

/**
 * Each part of the customers is an execution of its own, and a call writes as many pages as it has time for: a history of
 * 25,000 events then lasts longer than the day that a batch may take. The map tells only that too many of its parts failed, so
 * a part says itself why it did.
 */
function writeParts({ writePage, endBatch }: RecommendBatchParts['functions']): State {
  return {
    Type: 'Map',
    MaxConcurrency: PARTS_AT_ONCE,
    ItemProcessor: {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      StartAt: 'Start part',
      States: {
        'Start part': { Type: 'Pass', Assign: { part: expr('$states.input') }, Next: 'Write page' },
        'Write page': {
          ...invoke(writePage, {
            ...PART_REFERENCE,
            shard: expr('$part.shard'),
            cursor: expr('$part.cursor'),
            pages: expr('$part.pages'),
            customers: expr('$part.customers'),
          }),
          Assign: {
            part: expr(
              "$merge([$states.result.Payload, { 'shop': $part.shop, 'batchId': $part.batchId, 'cursor': $states.result.Payload.cursor }])",
            ),
          },
          Catch: catchAt('Record part failure'),
          Next: 'Another page',
        },
        'Another page': {
          Type: 'Choice',
          Choices: [{ Condition: expr('$part.cursor != null'), Next: 'Write page' }],
          Default: 'End part',
        },
        'End part': {
          Type: 'Pass',
          Output: expr("{ 'shard': $part.shard, 'pages': $part.pages, 'customers': $part.customers }"),
          End: true,
        },
        'Record part failure': {
          ...recordFailure(endBatch, PART_REFERENCE),
          Catch: catchAt('Part failed'),
          Next: 'Part failed',
        },
        'Part failed': { Type: 'Fail', Error: expr('$string($failure.Error)'), Cause: expr('$string($failure.Cause)') },
      },
    },
    Label: 'WritePart',
    Catch: catchAt('Record failure'),
    Next: 'End',
  };
}
