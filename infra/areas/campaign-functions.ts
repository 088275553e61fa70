import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type * as z from 'zod';
import type {
  CampaignsEnv,
  ReadMessageEnv,
  ReportEnv,
  StartCampaignRunEnv,
  TestSendEnv,
} from '../../core/campaigns/env.ts';
import type { CampaignSchedule } from '../constructs/campaign-schedule.ts';
import type { EmailEvents } from '../constructs/email-events.ts';
import type { Route } from '../constructs/shop-api.ts';
import { type AreaFunctionProps, type AreaProps, allowLedger, allowPseudonyms, areaFunction } from './area.ts';
import { allowAudience, allowCompose, audienceEnvironment, composeEnvironment } from './campaign-steps.ts';

export interface CampaignFunctionsProps extends AreaProps {
  readonly schedule: CampaignSchedule;
  readonly email: EmailEvents;
}

/** A walk over 20,000 customers while somebody waits. */
const WALKING = { timeout: Duration.seconds(29), memorySize: 1_024 };
const ONE = '/campaigns/{campaignId}';

/** Campaigns by HTTP: written, counted, tried, run, reported and read. */
export class CampaignFunctions extends Construct {
  readonly routes: readonly Route[];

  constructor(scope: Construct, id: string, props: CampaignFunctionsProps) {
    super(scope, id);
    this.routes = [
      { method: 'POST', path: '/campaigns', handler: this.writes(props, 'create-campaign', 'Creates a campaign') },
      { method: 'GET', path: '/campaigns', handler: this.reads(props, 'list-campaigns', 'Lists campaigns') },
      { method: 'GET', path: ONE, handler: this.reads(props, 'get-campaign', 'Shows one campaign') },
      {
        method: 'PUT',
        path: ONE,
        handler: this.writes(props, 'put-campaign', 'Writes the next version of a campaign'),
      },
      { method: 'POST', path: `${ONE}/audience`, handler: this.walks(props, 'count-audience', 'Counts an audience') },
      { method: 'POST', path: `${ONE}/dry-run`, handler: this.walks(props, 'dry-run', 'Says what a run would do') },
      { method: 'POST', path: `${ONE}/preview`, handler: this.preview(props) },
      { method: 'POST', path: `${ONE}/test-send`, handler: this.testSend(props) },
      { method: 'POST', path: `${ONE}/run`, handler: this.run(props) },
      { method: 'GET', path: `${ONE}/report`, handler: this.report(props) },
      { method: 'GET', path: `${ONE}/messages`, handler: this.reads(props, 'list-messages', 'Lists messages') },
      { method: 'GET', path: `${ONE}/messages/{runId}/{customer}`, handler: this.message(props) },
    ];
  }

  private make(props: AreaProps, name: string, rest: Omit<AreaFunctionProps, 'path'>) {
    return areaFunction(this, props, { path: `functions/campaigns/${name}`, ...rest });
  }

  private reads(props: AreaProps, name: string, description: string): IFunction {
    const handler = this.make(props, name, { description, environment: campaignsOf(props) });
    props.data.tables.campaigns.allow(handler, 'dynamodb:GetItem', 'dynamodb:Query');
    return handler;
  }

  private writes(props: CampaignFunctionsProps, name: string, description: string): IFunction {
    const { data, schedule } = props;
    const environment = { ...campaignsOf(props), REQUESTS_TABLE_NAME: data.tables.requests.tableName };
    const handler = this.make(props, name, { description, environment: { ...environment, ...schedule.environment } });
    data.tables.campaigns.allow(handler, 'dynamodb:GetItem', 'dynamodb:PutItem');
    allowLedger(handler, data);
    schedule.allowWrite(handler);
    return handler;
  }

  private walks(props: AreaProps, name: string, description: string): IFunction {
    const environment = audienceEnvironment(props);
    const handler = this.make(props, name, { description, environment, ...WALKING });
    allowAudience(handler, props);
    return handler;
  }

  private preview(props: CampaignFunctionsProps): IFunction {
    const environment = composeEnvironment(props, props.email);
    const handler = this.make(props, 'preview-message', { description: 'Renders a message', environment });
    allowCompose(handler, props);
    props.data.tables.campaigns.allow(handler, 'dynamodb:GetItem');
    return handler;
  }

  private testSend(props: CampaignFunctionsProps): IFunction {
    const { tables } = props.data;
    const environment = {
      ...composeEnvironment(props, props.email),
      REQUESTS_TABLE_NAME: tables.requests.tableName,
    } satisfies z.input<typeof TestSendEnv>;
    const handler = this.make(props, 'test-send', { description: 'Sends a message to one address', environment });
    allowCompose(handler, props);
    allowLedger(handler, props.data);
    tables.campaigns.allow(handler, 'dynamodb:GetItem');
    props.email.allowSend(handler);
    return handler;
  }

  private run(props: CampaignFunctionsProps): IFunction {
    const { data, schedule } = props;
    const environment: StartCampaignRunEnv = {
      ...campaignsOf(props),
      REQUESTS_TABLE_NAME: data.tables.requests.tableName,
      RUN_CAMPAIGN_STATE_MACHINE_ARN: schedule.stateMachine.stateMachineArn,
    };
    const handler = this.make(props, 'start-run', { description: 'Runs a campaign now', environment });
    data.tables.campaigns.allow(handler, 'dynamodb:GetItem');
    allowLedger(handler, data);
    schedule.stateMachine.grantStartExecution(handler);
    return handler;
  }

  private report(props: AreaProps): IFunction {
    const { tables } = props.data;
    const environment: ReportEnv = {
      ...campaignsOf(props),
      STATE_TABLE_NAME: tables.state.tableName,
      SHOPS_TABLE_NAME: tables.shops.tableName,
    };
    const handler = this.make(props, 'get-report', { description: 'Compares arms', environment, ...WALKING });
    tables.campaigns.allow(handler, 'dynamodb:GetItem', 'dynamodb:Query');
    tables.state.allow(handler, 'dynamodb:BatchGetItem');
    tables.shops.allow(handler, 'dynamodb:GetItem');
    return handler;
  }

  private message(props: AreaProps): IFunction {
    const { tables, keys } = props.data;
    const environment: ReadMessageEnv = {
      ...campaignsOf(props),
      SHOPS_TABLE_NAME: tables.shops.tableName,
      CUSTOMER_KEYS_TABLE_NAME: tables.customerKeys.tableName,
      SHOP_KEY_ID: keys.wrapping.keyId,
    };
    const handler = this.make(props, 'get-message', { description: 'Shows a message as it was sent', environment });
    allowPseudonyms(handler, props.data);
    tables.customerKeys.allow(handler, 'dynamodb:GetItem');
    tables.campaigns.allow(handler, 'dynamodb:GetItem');
    return handler;
  }
}

const campaignsOf = ({ data }: AreaProps): CampaignsEnv => ({ CAMPAIGNS_TABLE_NAME: data.tables.campaigns.tableName });
