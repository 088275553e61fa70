import { Duration, SecretValue } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { StartBatchEnv } from '../../core/content/batch-contract.ts';
import type {
  ContentDeskEnv,
  ContentEnv,
  CreateContentEnv,
  DecideContentEnv,
  RejectContentEnv,
  WritingDeskEnv,
} from '../../core/content/contract.ts';
import type { GenerationSetting } from '../../core/content/generation-contract.ts';
import { allowInvokeEndpoints } from '../constructs/sagemaker-access.ts';
import type { Route } from '../constructs/shop-api.ts';
import type { Generation } from '../settings.ts';
import { type AreaProps, allowLedger, areaFunction } from './area.ts';

/** API Gateway gives up after 29 seconds. */
const WRITING = Duration.seconds(29);

/** What it takes to have texts written. */
export interface WriterProps extends AreaProps {
  /** Endpoint of the model for all shops, where the stage has one. */
  readonly sharedGenerator: string;
}

export interface ContentFunctionsProps extends WriterProps {
  readonly generateContent: IStateMachine;
}

/** Texts by HTTP: written, looked through, published or rejected, and shown. */
export class ContentFunctions extends Construct {
  readonly routes: readonly Route[];

  constructor(scope: Construct, id: string, props: ContentFunctionsProps) {
    super(scope, id);
    const read = (name: string, description: string) => this.reads(props, name, description);
    this.routes = [
      { method: 'POST', path: '/content', handler: this.create(props) },
      { method: 'GET', path: '/content', handler: read('list-content', 'Lists texts by their status') },
      { method: 'POST', path: '/content/batches', handler: this.startBatch(props) },
      { method: 'GET', path: '/content/batches', handler: read('list-batches', 'Lists batches of texts') },
      { method: 'GET', path: '/content/batches/{batchId}', handler: read('get-batch', 'Shows how far a batch is') },
      { method: 'GET', path: '/content/{contentId}', handler: read('get-content', 'Shows one text with its claims') },
      { method: 'POST', path: '/content/{contentId}/publish', handler: this.publish(props) },
      { method: 'POST', path: '/content/{contentId}/reject', handler: this.reject(props) },
      { method: 'POST', path: '/content/{contentId}/revise', handler: this.revise(props) },
      {
        method: 'GET',
        path: '/items/{itemId}/content',
        handler: read('list-item-content', 'Shows what is published for an item'),
      },
    ];
  }

  private create(props: ContentFunctionsProps): IFunction {
    const { tables } = props.data;
    const environment: CreateContentEnv = { ...writingDeskOf(props), REQUESTS_TABLE_NAME: tables.requests.tableName };
    const handler = areaFunction(this, props, {
      path: 'functions/content/create-content',
      description: 'Has texts written about an item and keeps what the catalogue confirms',
      environment: definedOnly(environment),
      timeout: WRITING,
      memorySize: 1_024,
    });
    tables.items.allow(handler, 'dynamodb:BatchGetItem');
    tables.content.allow(handler, 'dynamodb:PutItem');
    tables.models.allow(handler, 'dynamodb:GetItem');
    allowLedger(handler, props.data);
    allowInvokeEndpoints(handler, ['generator']);
    return handler;
  }

  private reads(props: ContentFunctionsProps, name: string, description: string): IFunction {
    const environment = contentOf(props);
    const handler = areaFunction(this, props, { path: `functions/content/${name}`, description, environment });
    props.data.tables.content.allow(handler, 'dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query');
    return handler;
  }

  private publish(props: ContentFunctionsProps): IFunction {
    const handler = areaFunction(this, props, {
      path: 'functions/content/publish-content',
      description: 'Shows a text after holding it against the catalogue once more',
      environment: decides(props),
    });
    const { tables } = props.data;
    tables.items.allow(handler, 'dynamodb:BatchGetItem');
    tables.content.allow(handler, 'dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query', ...MOVES);
    allowLedger(handler, props.data);
    return handler;
  }

  private reject(props: ContentFunctionsProps): IFunction {
    const { tables } = props.data;
    const environment: RejectContentEnv = { ...contentOf(props), REQUESTS_TABLE_NAME: tables.requests.tableName };
    const handler = areaFunction(this, props, {
      path: 'functions/content/reject-content',
      description: 'Takes a draft out of the queue',
      environment,
    });
    tables.content.allow(handler, 'dynamodb:GetItem', ...MOVES);
    allowLedger(handler, props.data);
    return handler;
  }

  private revise(props: ContentFunctionsProps): IFunction {
    const handler = areaFunction(this, props, {
      path: 'functions/content/revise-content',
      description: "Keeps a person's wording as a draft, where the catalogue confirms it",
      environment: decides(props),
    });
    const { tables } = props.data;
    tables.items.allow(handler, 'dynamodb:BatchGetItem');
    tables.content.allow(handler, 'dynamodb:GetItem', 'dynamodb:PutItem');
    allowLedger(handler, props.data);
    return handler;
  }

  private startBatch(props: ContentFunctionsProps): IFunction {
    const { tables } = props.data;
    const environment: StartBatchEnv = {
      ...contentOf(props),
      REQUESTS_TABLE_NAME: tables.requests.tableName,
      GENERATE_CONTENT_STATE_MACHINE_ARN: props.generateContent.stateMachineArn,
    };
    const handler = areaFunction(this, props, {
      path: 'functions/content/start-batch',
      description: 'Starts a batch of texts over the catalogue',
      environment,
    });
    tables.content.allow(handler, 'dynamodb:PutItem', 'dynamodb:UpdateItem');
    allowLedger(handler, props.data);
    props.generateContent.grantStartExecution(handler);
    return handler;
  }
}

/** A text and the entries that lead to it move together. */
const MOVES = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'] as const;

export const contentOf = ({ data }: AreaProps): ContentEnv => ({ CONTENT_TABLE_NAME: data.tables.content.tableName });

export const deskOf = (props: AreaProps): ContentDeskEnv => ({
  ...contentOf(props),
  ITEMS_TABLE_NAME: props.data.tables.items.tableName,
});

export const writingDeskOf = (props: WriterProps): WritingDeskEnv => ({
  ...deskOf(props),
  MODELS_TABLE_NAME: props.data.tables.models.tableName,
  ...generationEnvironment(props),
});

const decides = (props: AreaProps): DecideContentEnv => ({
  ...deskOf(props),
  REQUESTS_TABLE_NAME: props.data.tables.requests.tableName,
});

const SHARED_MODEL = 'base';

/** A key is resolved from its secret by CloudFormation and stands in the function's encrypted configuration. */
function generationEnvironment({
  settings: { generation },
  sharedGenerator,
}: WriterProps): Pick<WritingDeskEnv, 'GENERATION' | 'GENERATION_KEY'> {
  if (generation.kind !== 'url') return { GENERATION: JSON.stringify(settingOf(generation, sharedGenerator)) };
  const { keySecret, ...server } = generation;
  const setting: GenerationSetting = server;
  return {
    GENERATION: JSON.stringify(setting),
    ...(keySecret ? { GENERATION_KEY: SecretValue.secretsManager(keySecret).unsafeUnwrap() } : {}),
  };
}

const settingOf = ({ kind }: Exclude<Generation, { kind: 'url' }>, shared: string): GenerationSetting =>
  kind === 'endpoint' ? { kind, endpointName: shared, model: SHARED_MODEL } : { kind };

/** Lambda takes strings alone. */
export const definedOnly = (environment: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(environment).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
