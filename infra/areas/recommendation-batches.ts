import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type {
  EndSlateBatchEnv,
  SlateBatchesEnv,
  StartSlateBatchEnv,
  StopSlateBatchEnv,
} from '../../core/recommendations/batch-contract.ts';
import { RecommendBatchWorkflow } from '../constructs/recommend-batch-workflow.ts';
import type { Route } from '../constructs/shop-api.ts';
import type { TableAction } from '../constructs/shop-table.ts';
import { type AreaProps, allowLedger, areaFunction } from './area.ts';
import { allowSlates, slateEnvironment } from './recommendation-functions.ts';

/** A batch waits for an answer where a single slate would go on without. */
const BATCH_DEADLINE_MS = '1000';

/** Slates of a whole shop at once: ordered by HTTP, made by a workflow, kept as files. */
export class RecommendationBatches extends Construct {
  readonly routes: readonly Route[];

  constructor(scope: Construct, id: string, props: AreaProps) {
    super(scope, id);
    const steps = { writePage: this.writePage(props), endBatch: this.endBatch(props) };
    const { stateMachine } = new RecommendBatchWorkflow(this, 'Workflow', { ...props, steps });
    const start = this.start(props, stateMachine.stateMachineArn);
    stateMachine.grantStartExecution(start);
    const stop = this.stop(props, stateMachine.stateMachineArn);
    stateMachine.grantExecution(stop, 'states:StopExecution');
    this.routes = [
      { method: 'POST', path: '/recommendations/batches', handler: start },
      { method: 'GET', path: '/recommendations/batches', handler: this.list(props) },
      { method: 'GET', path: '/recommendations/batches/{batchId}', handler: this.get(props) },
      { method: 'POST', path: '/recommendations/batches/{batchId}/stop', handler: stop },
    ];
  }

  private start(props: AreaProps, stateMachineArn: string): IFunction {
    const { tables } = props.data;
    const environment: StartSlateBatchEnv = {
      RECIPES_TABLE_NAME: tables.recipes.tableName,
      ITEMS_TABLE_NAME: tables.items.tableName,
      MODELS_TABLE_NAME: tables.models.tableName,
      REQUESTS_TABLE_NAME: tables.requests.tableName,
      RECOMMEND_BATCH_STATE_MACHINE_ARN: stateMachineArn,
    };
    const handler = areaFunction(this, props, {
      path: 'functions/recommendations/start-slate-batch',
      description: 'Starts a batch of slates or of customers',
      environment,
    });
    tables.recipes.allow(handler, 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem');
    tables.items.allow(handler, 'dynamodb:BatchGetItem');
    tables.models.allow(handler, 'dynamodb:GetItem');
    allowLedger(handler, props.data);
    return handler;
  }

  private stop(props: AreaProps, stateMachineArn: string): IFunction {
    const { recipes } = props.data.tables;
    const environment: StopSlateBatchEnv = {
      RECIPES_TABLE_NAME: recipes.tableName,
      RECOMMEND_BATCH_STATE_MACHINE_ARN: stateMachineArn,
    };
    const handler = areaFunction(this, props, {
      path: 'functions/recommendations/stop-slate-batch',
      description: 'Stops a batch that runs',
      environment,
    });
    recipes.allow(handler, 'dynamodb:GetItem', 'dynamodb:UpdateItem');
    return handler;
  }

  private list(props: AreaProps): IFunction {
    return this.reads(props, 'list-slate-batches', 'Lists batches and how far each is', 'dynamodb:Query');
  }

  private get(props: AreaProps): IFunction {
    return this.reads(props, 'get-slate-batch', 'Shows how far a batch is', 'dynamodb:GetItem');
  }

  private reads(props: AreaProps, name: string, description: string, action: TableAction): IFunction {
    const { recipes } = props.data.tables;
    const environment: SlateBatchesEnv = { RECIPES_TABLE_NAME: recipes.tableName };
    const path = `functions/recommendations/${name}`;
    const handler = areaFunction(this, props, { path, description, environment });
    recipes.allow(handler, action);
    return handler;
  }

  private writePage(props: AreaProps): IFunction {
    const { tables, decisions, artifacts } = props.data;
    const handler = areaFunction(this, props, {
      path: 'functions/recommendations/write-slate-page',
      description: 'Makes the slates of a page of customers, or finds the likeliest so far, and keeps them as a file',
      timeout: Duration.seconds(120),
      memorySize: 1_024,
      environment: {
        ...slateEnvironment(props),
        RERANK_DEADLINE_MS: BATCH_DEADLINE_MS,
        RECOMMEND_DEADLINE_MS: BATCH_DEADLINE_MS,
        RECIPES_TABLE_NAME: tables.recipes.tableName,
        IDENTITIES_TABLE_NAME: tables.identities.tableName,
        DECISIONS_QUEUE_URL: decisions.queue.queueUrl,
        ARTIFACTS_BUCKET_NAME: artifacts.bucketName,
      },
    });
    allowSlates(handler, props);
    tables.recipes.allow(handler, 'dynamodb:GetItem', 'dynamodb:UpdateItem');
    // Pseudonyms are the keys of the rows; what is sealed in them stays sealed, for this role has no key of a person.
    tables.identities.allow(handler, 'dynamodb:Query');
    decisions.allowSend(handler);
    artifacts.allowRead(handler, 'batches/');
    artifacts.allowWrite(handler, 'batches/');
    return handler;
  }

  private endBatch(props: AreaProps): IFunction {
    const { tables, artifacts } = props.data;
    const environment: EndSlateBatchEnv = {
      RECIPES_TABLE_NAME: tables.recipes.tableName,
      ARTIFACTS_BUCKET_NAME: artifacts.bucketName,
    };
    const handler = areaFunction(this, props, {
      path: 'functions/recommendations/end-slate-batch',
      description: 'Says how a batch ended, and gathers the best customers of a segment',
      timeout: Duration.seconds(120),
      memorySize: 1_024,
      environment,
    });
    tables.recipes.allow(handler, 'dynamodb:GetItem', 'dynamodb:UpdateItem');
    artifacts.allowRead(handler, 'batches/');
    artifacts.allowWrite(handler, 'batches/');
    return handler;
  }
}
