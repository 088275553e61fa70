import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { EndEstimateEnv, EstimatesEnv, StartEstimateEnv } from '../../core/experiments/estimate-contract.ts';
import type { ContainerImages } from '../constructs/container-images.ts';
import { EstimatePoliciesWorkflow } from '../constructs/estimate-policies-workflow.ts';
import type { Route } from '../constructs/shop-api.ts';
import type { TableAction } from '../constructs/shop-table.ts';
import { type AreaProps, allowLedger, areaFunction } from './area.ts';

export interface EstimateFunctionsProps extends AreaProps {
  readonly images: ContainerImages;
}

const ESTIMATES = '/recommendations/experiments/{surface}/estimates';

/** What policies would have earned, before they serve: ordered by HTTP, estimated by a workflow. */
export class EstimateFunctions extends Construct {
  readonly routes: readonly Route[];

  constructor(scope: Construct, id: string, props: EstimateFunctionsProps) {
    super(scope, id);
    const endEstimate = this.end(props);
    const { stateMachine } = new EstimatePoliciesWorkflow(this, 'Workflow', { ...props, endEstimate });
    const start = this.start(props, stateMachine.stateMachineArn);
    stateMachine.grantStartExecution(start);
    const list = this.reads(props, 'list-estimates', 'Lists what was estimated of a surface', 'dynamodb:Query');
    const get = this.reads(props, 'get-estimate', 'Shows what policies would have earned', 'dynamodb:GetItem');
    this.routes = [
      { method: 'POST', path: ESTIMATES, handler: start },
      { method: 'GET', path: ESTIMATES, handler: list },
      { method: 'GET', path: `${ESTIMATES}/{estimateId}`, handler: get },
    ];
  }

  private start(props: AreaProps, stateMachineArn: string): IFunction {
    const { tables } = props.data;
    const environment: StartEstimateEnv = {
      RECIPES_TABLE_NAME: tables.recipes.tableName,
      REQUESTS_TABLE_NAME: tables.requests.tableName,
      ESTIMATE_POLICIES_STATE_MACHINE_ARN: stateMachineArn,
    };
    const handler = areaFunction(this, props, {
      path: 'functions/recommendations/start-estimate',
      description: 'Asks what policies would have earned',
      environment,
    });
    tables.recipes.allow(handler, 'dynamodb:PutItem', 'dynamodb:UpdateItem');
    allowLedger(handler, props.data);
    return handler;
  }

  private reads(props: AreaProps, name: string, description: string, action: TableAction): IFunction {
    const { recipes } = props.data.tables;
    const environment: EstimatesEnv = { RECIPES_TABLE_NAME: recipes.tableName };
    const path = `functions/recommendations/${name}`;
    const handler = areaFunction(this, props, { path, description, environment });
    recipes.allow(handler, action);
    return handler;
  }

  private end(props: AreaProps): IFunction {
    const { tables, artifacts } = props.data;
    const environment: EndEstimateEnv = {
      RECIPES_TABLE_NAME: tables.recipes.tableName,
      ARTIFACTS_BUCKET_NAME: artifacts.bucketName,
    };
    const handler = areaFunction(this, props, {
      path: 'functions/recommendations/end-estimate',
      description: 'Judges what was estimated and writes it down',
      timeout: Duration.seconds(30),
      environment,
    });
    tables.recipes.allow(handler, 'dynamodb:UpdateItem');
    artifacts.allowRead(handler, 'estimates/');
    return handler;
  }
}
