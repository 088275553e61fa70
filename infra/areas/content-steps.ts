import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { GenerateContentFunction } from '../../workflows/generate-content/definition.ts';
import { allowInvokeEndpoints } from '../constructs/sagemaker-access.ts';
import { type AreaProps, areaFunction } from './area.ts';
import { contentOf, definedOnly, deskOf, type WriterProps, writingDeskOf } from './content-functions.ts';

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
    const handler = areaFunction(this, props, {
      path: 'functions/content/pick-batch-items',
      description: 'Reads the next page of the catalogue for a batch of texts',
      environment: deskOf(props),
      timeout: Duration.seconds(60),
    });
    tables.content.allow(handler, 'dynamodb:GetItem', 'dynamodb:UpdateItem');
    tables.items.allow(handler, 'dynamodb:Query');
    return handler;
  }

  private writeTexts(props: WriterProps): IFunction {
    const { tables } = props.data;
    const handler = areaFunction(this, props, {
      path: 'functions/content/write-batch-texts',
      description: 'Writes and checks the texts of a few items of a batch',
      environment: definedOnly(writingDeskOf(props)),
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
    const handler = areaFunction(this, props, {
      path: 'functions/content/end-batch',
      description: 'Writes down how a batch of texts ended',
      environment: contentOf(props),
    });
    props.data.tables.content.allow(handler, 'dynamodb:UpdateItem');
    return handler;
  }
}
