import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { BatchesEnv, PickBatchItemsEnv, WriteBatchEnv } from '../../core/content/batch-contract.ts';
import type { GenerateContentFunction } from '../../workflows/generate-content/definition.ts';
import { allowInvokeEndpoints } from '../constructs/sagemaker-access.ts';
import { type AreaProps, areaFunction } from './area.ts';
import { definedOnly, generationEnvironment, type WriterProps } from './content-functions.ts';

/** The steps of the generate-content workflow; each may do what its step takes and no more. */
export class ContentSteps extends Construct {
  readonly functions: Readonly<Record<GenerateContentFunction, IFunction>>;

  constructor(scope: Construct, id: string, props: WriterProps) {
    super(scope, id);
    this.functions = {
      pickItems: this.pickItems(props),
      writeTexts: this.writeTexts(props),
      endBatch: this.endBatch(props),
    };
  }

  private pickItems(props: AreaProps): IFunction {
    const { tables } = props.data;
    const environment: PickBatchItemsEnv = {
      CONTENT_TABLE_NAME: tables.content.tableName,
      ITEMS_TABLE_NAME: tables.items.tableName,
    };
    const handler = areaFunction(this, props, {
      path: 'functions/content/pick-batch-items',
      description: 'Reads the next page of the catalogue for a batch of texts',
      environment,
      timeout: Duration.seconds(60),
    });
    tables.content.allow(handler, 'dynamodb:GetItem', 'dynamodb:UpdateItem');
    tables.items.allow(handler, 'dynamodb:Query');
    return handler;
  }

  private writeTexts(props: WriterProps): IFunction {
    const { tables } = props.data;
    const environment: WriteBatchEnv = {
      CONTENT_TABLE_NAME: tables.content.tableName,
      ITEMS_TABLE_NAME: tables.items.tableName,
      MODELS_TABLE_NAME: tables.models.tableName,
      ...generationEnvironment(props),
    };
    const handler = areaFunction(this, props, {
      path: 'functions/content/write-batch-texts',
      description: 'Writes and checks the texts of a few items of a batch',
      environment: definedOnly(environment),
      timeout: Duration.seconds(290),
      memorySize: 1_024,
    });
    tables.content.allow(handler, 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem');
    tables.items.allow(handler, 'dynamodb:BatchGetItem');
    tables.models.allow(handler, 'dynamodb:GetItem');
    allowInvokeEndpoints(handler, ['generator']);
    return handler;
  }

  private endBatch(props: AreaProps): IFunction {
    const environment: BatchesEnv = { CONTENT_TABLE_NAME: props.data.tables.content.tableName };
    const handler = areaFunction(this, props, {
      path: 'functions/content/end-batch',
      description: 'Writes down how a batch of texts ended',
      environment,
    });
    props.data.tables.content.allow(handler, 'dynamodb:UpdateItem');
    return handler;
  }
}
