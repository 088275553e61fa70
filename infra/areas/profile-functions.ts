import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type {
  GetProfileEnv,
  ProfilesEnv,
  PublishProfilesEnv,
  ScheduledRefreshEnv,
  StartRefreshEnv,
} from '../../core/profiles/contract.ts';
import { callNightly } from '../constructs/nightly-call.ts';
import type { Route } from '../constructs/shop-api.ts';
import { type AreaProps, allowLedger, allowPseudonyms, areaFunction } from './area.ts';

export interface ProfileFunctionsProps extends AreaProps {
  readonly refreshProfiles: IStateMachine;
}

/** The one step of the refresh-profiles workflow that is ours: it may write profiles and read the run's files. */
export function publishProfilesFunction(scope: Construct, props: AreaProps): IFunction {
  const { tables, artifacts } = props.data;
  const environment: PublishProfilesEnv = {
    PROFILES_TABLE_NAME: tables.profiles.tableName,
    ARTIFACTS_BUCKET_NAME: artifacts.bucketName,
  };
  const handler = areaFunction(scope, props, {
    path: 'functions/profiles/publish-profiles',
    description: 'Puts profiles where requests read them, a part at a time',
    environment,
    timeout: Duration.seconds(90),
  });
  tables.profiles.allow(handler, 'dynamodb:BatchWriteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem');
  artifacts.allowRead(handler, 'runs/');
  return handler;
}

/** Profiles by HTTP: one customer's, the shop's clusters, refresh; and every night by schedule. */
export class ProfileFunctions extends Construct {
  readonly routes: readonly Route[];

  constructor(scope: Construct, id: string, props: ProfileFunctionsProps) {
    super(scope, id);
    this.routes = [
      { method: 'GET', path: '/customers/{customerId}/profile', handler: this.getProfile(props) },
      { method: 'GET', path: '/profiles/clusters', handler: this.listClusters(props) },
      { method: 'POST', path: '/profiles/refresh', handler: this.startRefresh(props) },
    ];
    if (props.settings.schedules) this.refreshNightly(props);
  }

  private getProfile(props: AreaProps): IFunction {
    const { tables, keys } = props.data;
    const environment: GetProfileEnv = {
      SHOPS_TABLE_NAME: tables.shops.tableName,
      SHOP_KEY_ID: keys.wrapping.keyId,
      STATE_TABLE_NAME: tables.state.tableName,
      ITEMS_TABLE_NAME: tables.items.tableName,
      PROFILES_TABLE_NAME: tables.profiles.tableName,
    };
    const handler = areaFunction(this, props, {
      path: 'functions/profiles/get-profile',
      description: 'Shows what is known or inferred of one customer',
      environment,
    });
    allowPseudonyms(handler, props.data);
    tables.profiles.allow(handler, 'dynamodb:GetItem');
    tables.state.allow(handler, 'dynamodb:BatchGetItem');
    tables.items.allow(handler, 'dynamodb:BatchGetItem');
    return handler;
  }

  private listClusters(props: AreaProps): IFunction {
    const { profiles } = props.data.tables;
    const environment: ProfilesEnv = { PROFILES_TABLE_NAME: profiles.tableName };
    const handler = areaFunction(this, props, {
      path: 'functions/profiles/list-clusters',
      description: 'Lists the groups of customers',
      environment,
    });
    profiles.allow(handler, 'dynamodb:GetItem');
    return handler;
  }

  private startRefresh(props: ProfileFunctionsProps): IFunction {
    const { tables } = props.data;
    const environment: StartRefreshEnv = {
      PROFILES_TABLE_NAME: tables.profiles.tableName,
      REQUESTS_TABLE_NAME: tables.requests.tableName,
      REFRESH_PROFILES_STATE_MACHINE_ARN: props.refreshProfiles.stateMachineArn,
    };
    const handler = areaFunction(this, props, {
      path: 'functions/profiles/start-refresh',
      description: 'Starts a refresh of all profiles',
      environment,
    });
    tables.profiles.allow(handler, 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem');
    allowLedger(handler, props.data);
    props.refreshProfiles.grantStartExecution(handler);
    return handler;
  }

  private refreshNightly(props: ProfileFunctionsProps): void {
    const { tables } = props.data;
    const environment: ScheduledRefreshEnv = {
      SHOPS_TABLE_NAME: tables.shops.tableName,
      PROFILES_TABLE_NAME: tables.profiles.tableName,
      REFRESH_PROFILES_STATE_MACHINE_ARN: props.refreshProfiles.stateMachineArn,
    };
    const handler = areaFunction(this, props, {
      path: 'functions/profiles/start-scheduled-refreshes',
      description: 'Refreshes the profiles of every shop each night',
      environment,
      timeout: Duration.minutes(5),
    });
    // Every shop is meant here, which no key names.
    tables.shops.allow(handler, 'dynamodb:Scan');
    tables.profiles.allow(handler, 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem');
    props.refreshProfiles.grantStartExecution(handler);
    callNightly(this, handler, '15 1 * * ? *');
  }
}
