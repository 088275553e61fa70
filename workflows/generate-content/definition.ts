import { catchAt, expr, retryLambda, type State, tellAPerson } from '../train-model/states.ts';

export const GENERATE_CONTENT_FUNCTIONS = ['pickItems', 'writeTexts', 'endBatch'] as const;
export type GenerateContentFunction = (typeof GENERATE_CONTENT_FUNCTIONS)[number];

/** What the workflow is made of, by the names that a deployment gives. Values may be tokens of the CDK. */
export interface GenerateContentParts {
  readonly functions: Readonly<Record<GenerateContentFunction, string>>;
  readonly alertsTopicArn: string;
  /** Steps that write at once; the model behind them sets the pace. @default 4 */
  readonly concurrency?: number;
}

/** 20,000 items in steps of ten, four at a time, at most 17 seconds an item on average. */
const BATCH_TIMEOUT_SECONDS = 86_400;
const WRITE_SECONDS = 300;

/** The state machine in Amazon States Language with JSONata. README.md beside this file draws it. */
export function generateContentDefinition(parts: GenerateContentParts): object {
  return {
    Comment: 'Page by page through a catalogue: write, check, draft; publishing is left to people.',
    QueryLanguage: 'JSONata',
    StartAt: 'Begin',
    TimeoutSeconds: BATCH_TIMEOUT_SECONDS,
    States: { ...workStates(parts), ...endStates(parts) },
  };
}

function workStates({ functions, concurrency = 4 }: GenerateContentParts): Record<string, State> {
  return {
    Begin: {
      Type: 'Pass',
      Assign: {
        batch: expr('$states.input'),
        place: expr("{ 'cursor': null, 'taken': 0 }"),
        isLast: false,
        failure: expr('null'),
      },
      Next: 'Pick items',
    },
    'Pick items': {
      ...task(functions.pickItems, { place: expr('$place') }, 120),
      Assign: { place: expr('$states.result.Payload.place'), isLast: expr('$states.result.Payload.isLast') },
      Output: expr('$states.result.Payload'),
      Next: 'Each few items',
    },
    'Each few items': {
      Type: 'Map',
      Items: expr('$states.input.chunks'),
      ItemSelector: { itemIds: expr('$states.context.Map.Item.Value') },
      MaxConcurrency: concurrency,
      ItemProcessor: {
        ProcessorConfig: { Mode: 'INLINE' },
        StartAt: 'Write texts',
        States: {
          'Write texts': {
            ...task(functions.writeTexts, { itemIds: expr('$states.input.itemIds') }, WRITE_SECONDS),
            Catch: undefined,
            Output: expr('$states.result.Payload'),
            End: true,
          },
        },
      },
      Output: {},
      Catch: catchAt('Record failure'),
      Next: 'More items?',
    },
    'More items?': {
      Type: 'Choice',
      Choices: [{ Condition: expr('$isLast'), Next: 'Record done' }],
      Default: 'Pick items',
    },
  };
}

function endStates({ functions, alertsTopicArn }: GenerateContentParts): Record<string, State> {
  const reason = expr("$string($failure.Error) & ': ' & $substring($string($failure.Cause), 0, 1500)");
  return {
    'Record done': { ...task(functions.endBatch, { status: 'done' }, 60), Next: 'Done' },
    Done: { Type: 'Succeed' },
    'Record failure': {
      ...task(functions.endBatch, { status: 'failed', reason }, 60),
      Catch: catchAt('Tell a person'),
      Next: 'Tell a person',
    },
    'Tell a person': tellAPerson(alertsTopicArn, 'Perennial: a batch of texts needs a look', {
      batch: expr('$batch'),
      failure: expr('$failure'),
      runbook: 'docs/runbook.md#generate-content-failed',
    }),
    Failed: { Type: 'Fail', Error: expr('$string($failure.Error)'), Cause: reason },
  };
}

/** One function of ours; its payload always names the batch. */
function task(functionArn: string, payload: object, timeoutSeconds: number): State {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: {
      FunctionName: functionArn,
      Payload: { shop: expr('$batch.shop'), batchId: expr('$batch.batchId'), ...payload },
    },
    TimeoutSeconds: timeoutSeconds,
    Retry: retryLambda,
    Catch: catchAt('Record failure'),
  };
}
