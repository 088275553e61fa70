import { Stack } from 'aws-cdk-lib';
import { TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';
import type { AuthorizeRequestEnv } from '../../core/platform/contract.ts';
import { areaFunction } from '../areas/area.ts';
import { ALERT_PERIOD } from '../constructs/alerts.ts';
import { ConsoleSite } from '../constructs/console-site.ts';
import { ConsoleUsers } from '../constructs/console-users.ts';
import { Firewall } from '../constructs/firewall.ts';
import { API_STAGE, type Route, ShopApi } from '../constructs/shop-api.ts';
import { exported } from './exported.ts';
import type { StageStackProps } from './stage-stack-props.ts';

export interface EntranceStackProps extends StageStackProps {
  readonly routes: readonly Route[];
}

/** The ways in: the API that asks for a key, the console and who may sign in to it. */
export class EntranceStack extends Stack {
  constructor(scope: Construct, id: string, props: EntranceStackProps) {
    super(scope, id, props);
    const { data, settings, routes } = props;
    const users = new ConsoleUsers(this, 'Users', settings);
    const authorizer = this.authorizer(props, users);
    const { api } = new ShopApi(this, 'Api', { settings, keys: data.keys, authorizer, routes });
    const site = new ConsoleSite(this, 'Console', { settings, api });
    if (settings.firewall) {
      const { arn } = new Firewall(this, 'Firewall', settings);
      new CfnWebACLAssociation(this, 'FirewallOfApi', { resourceArn: api.deploymentStage.stageArn, webAclArn: arn });
    }
    data.alerts.when(this, {
      name: 'api-errors',
      meaning: 'The API answers with server errors.',
      metric: api.metricServerError({ period: ALERT_PERIOD, statistic: 'Sum' }),
      above: 10,
      missingData: TreatMissingData.NOT_BREACHING,
    });
    exported(this, {
      Region: this.region,
      ApiUrl: api.url,
      RestApiId: api.restApiId,
      UserPoolId: users.pool.userPoolId,
      ClientId: users.client.userPoolClientId,
      ConsoleUrl: `https://${settings.domain?.name ?? site.distribution.distributionDomainName}`,
      ConsoleBucketName: site.bucket.bucketName,
    });
  }

  private authorizer({ data, settings }: EntranceStackProps, users: ConsoleUsers) {
    const environment: Omit<AuthorizeRequestEnv, 'AWS_REGION'> = {
      SHOPS_TABLE_NAME: data.tables.shops.tableName,
      USER_POOL_ID: users.pool.userPoolId,
      USER_POOL_CLIENT_ID: users.client.userPoolClientId,
    };
    const handler = areaFunction(
      this,
      { data, settings },
      {
        path: 'functions/platform/authorize-request',
        description: `Finds the shop behind a key or a token, for the stage ${API_STAGE}`,
        environment: { ...environment },
      },
    );
    data.tables.shops.allowIndexQuery(handler);
    return handler;
  }
}
