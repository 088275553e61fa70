import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { ModelsEnv, RollBackEnv, ScheduledTrainingEnv, StartTrainingEnv } from '../../core/models/contract.ts';
import { packPlans } from '../../core/models/packed-plans.ts';
import { callNightly } from '../constructs/nightly-call.ts';
import type { Route } from '../constructs/shop-api.ts';
import { type AreaProps, allowLedger, areaFunction } from './area.ts';

export interface ModelFunctionsProps extends AreaProps {
  readonly trainModel: IStateMachine;
}

/** Models by HTTP: what there is, what runs, train, roll back; and every night by schedule. */
export class ModelFunctions extends Construct {
  readonly routes: readonly Route[];

  constructor(scope: Construct, id: string, props: ModelFunctionsProps) {
    super(scope, id);
    this.routes = [
      { method: 'GET', path: '/models', handler: this.reads(props, 'list-models', 'Lists the models of a shop') },
      {
        method: 'GET',
        path: '/models/{name}',
        handler: this.reads(props, 'get-model', 'Shows one model and its versions'),
      },
      {
        method: 'GET',
        path: '/models/{name}/runs',
        handler: this.reads(props, 'list-runs', 'Lists the runs of a model'),
      },
      { method: 'GET', path: '/models/{name}/runs/{runId}', handler: this.getRun(props) },
      { method: 'POST', path: '/models/{name}/train', handler: this.startTraining(props) },
      { method: 'POST', path: '/models/{name}/rollback', handler: this.rollBack(props) },
    ];
    if (props.settings.schedules) this.trainNightly(props);
  }

  private reads(props: ModelFunctionsProps, name: string, description: string): IFunction {
    const environment: ModelsEnv = { MODELS_TABLE_NAME: props.data.tables.models.tableName };
    const handler = areaFunction(this, props, { path: `functions/models/${name}`, description, environment });
    props.data.tables.models.allow(handler, 'dynamodb:GetItem', 'dynamodb:Query');
    return handler;
  }

  private getRun(props: ModelFunctionsProps): IFunction {
    const { tables } = props.data;
    const environment: ModelsEnv = { MODELS_TABLE_NAME: tables.models.tableName };
    const handler = areaFunction(this, props, {
      path: 'functions/models/get-run',
      description: 'Shows one run: its steps as they go, its candidates, its verdict',
      environment,
      timeout: Duration.seconds(20),
    });
    tables.models.allow(handler, 'dynamodb:GetItem');
    props.trainModel.grantExecution(handler, 'states:GetExecutionHistory');
    return handler;
  }

  private startTraining(props: ModelFunctionsProps): IFunction {
    const environment: StartTrainingEnv = { ...this.starts(props), MODEL_PLANS: packPlans(props.settings.models) };
    return this.starter(props, 'start-training', 'Starts a training run', environment);
  }

  private rollBack(props: ModelFunctionsProps): IFunction {
    return this.starter(props, 'roll-back', 'Deploys an earlier version again', this.starts(props));
  }

  private starter(
    props: ModelFunctionsProps,
    name: string,
    description: string,
    environment: StartTrainingEnv | RollBackEnv,
  ): IFunction {
    const handler = areaFunction(this, props, { path: `functions/models/${name}`, description, environment });
    props.data.tables.models.allow(handler, 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem');
    allowLedger(handler, props.data);
    props.trainModel.grantStartExecution(handler);
    return handler;
  }

  private starts({ data: { tables }, trainModel }: ModelFunctionsProps): RollBackEnv {
    return {
      MODELS_TABLE_NAME: tables.models.tableName,
      REQUESTS_TABLE_NAME: tables.requests.tableName,
      TRAIN_MODEL_STATE_MACHINE_ARN: trainModel.stateMachineArn,
    };
  }

  private trainNightly(props: ModelFunctionsProps): void {
    const { tables } = props.data;
    const environment: ScheduledTrainingEnv = {
      SHOPS_TABLE_NAME: tables.shops.tableName,
      MODELS_TABLE_NAME: tables.models.tableName,
      TRAIN_MODEL_STATE_MACHINE_ARN: props.trainModel.stateMachineArn,
      MODEL_PLANS: packPlans(props.settings.models),
    };
    const handler = areaFunction(this, props, {
      path: 'functions/models/start-scheduled-trainings',
      description: 'Starts the nightly runs of every shop',
      environment,
      timeout: Duration.minutes(5),
    });
    // Every shop is meant here, which no key names.
    tables.shops.allow(handler, 'dynamodb:Scan');
    tables.models.allow(handler, 'dynamodb:PutItem', 'dynamodb:UpdateItem');
    props.trainModel.grantStartExecution(handler);
    callNightly(this, handler, '15 2 * * ? *');
  }
}
