import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { CampaignsEnv, ComposeEnv } from '../../core/campaigns/env.ts';
import type { CampaignStep } from '../../workflows/run-campaign/definition.ts';
import type { EmailEvents } from '../constructs/email-events.ts';
import { type AreaProps, allowIdentities, allowPseudonyms, areaFunction } from './area.ts';

export interface CampaignStepsProps extends AreaProps {
  readonly email: EmailEvents;
}

/** The steps of the run-campaign workflow; only the one that delivers may see customers or send. */
export class CampaignSteps extends Construct {
  readonly functions: Readonly<Record<CampaignStep, IFunction>>;

  constructor(scope: Construct, id: string, props: CampaignStepsProps) {
    super(scope, id);
    this.functions = {
      beginRun: this.beginRun(props),
      deliverPage: this.deliverPage(props),
      finishRun: this.finishRun(props),
    };
  }

  private beginRun(props: CampaignStepsProps): IFunction {
    const handler = areaFunction(this, props, {
      path: 'functions/campaigns/begin-run',
      description: 'Opens a run of a campaign, or finds it',
      environment: campaignsOf(props),
    });
    props.data.tables.campaigns.allow(handler, 'dynamodb:GetItem', 'dynamodb:PutItem');
    return handler;
  }

  private deliverPage(props: CampaignStepsProps): IFunction {
    const handler = areaFunction(this, props, {
      path: 'functions/campaigns/deliver-page',
      description: 'Settles a page of an audience: who is written to, and writes to them',
      environment: composeEnvironment(props, props.email),
      timeout: Duration.seconds(110),
      memorySize: 1_024,
    });
    allowCompose(handler, props);
    props.data.tables.campaigns.allow(
      handler,
      'dynamodb:GetItem',
      'dynamodb:BatchGetItem',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
    );
    props.email.allowSend(handler);
    return handler;
  }

  private finishRun(props: CampaignStepsProps): IFunction {
    const handler = areaFunction(this, props, {
      path: 'functions/campaigns/finish-run',
      description: 'Counts what a run did, and says when to come back',
      environment: campaignsOf(props),
      timeout: Duration.seconds(110),
    });
    props.data.tables.campaigns.allow(handler, 'dynamodb:Query', 'dynamodb:UpdateItem');
    return handler;
  }
}

const campaignsOf = ({ data }: AreaProps): CampaignsEnv => ({ CAMPAIGNS_TABLE_NAME: data.tables.campaigns.tableName });

export function composeEnvironment({ data: { tables, keys, decisions } }: AreaProps, email: EmailEvents): ComposeEnv {
  return {
    CAMPAIGNS_TABLE_NAME: tables.campaigns.tableName,
    SHOPS_TABLE_NAME: tables.shops.tableName,
    IDENTITIES_TABLE_NAME: tables.identities.tableName,
    CUSTOMER_KEYS_TABLE_NAME: tables.customerKeys.tableName,
    STATE_TABLE_NAME: tables.state.tableName,
    ITEMS_TABLE_NAME: tables.items.tableName,
    CANDIDATES_TABLE_NAME: tables.candidates.tableName,
    RECIPES_TABLE_NAME: tables.recipes.tableName,
    MODELS_TABLE_NAME: tables.models.tableName,
    DECISIONS_QUEUE_URL: decisions.queue.queueUrl,
    SHOP_KEY_ID: keys.wrapping.keyId,
    EMAIL_CONFIGURATION_SET: email.configurationSet,
  };
}

/** Reading all that a message is made of, and writing its slate down as a decision. */
export function allowCompose(grantee: IFunction, { data }: AreaProps): void {
  const { tables, decisions } = data;
  allowPseudonyms(grantee, data);
  allowIdentities(grantee, data, 'read');
  tables.state.allow(grantee, 'dynamodb:BatchGetItem');
  tables.items.allow(grantee, 'dynamodb:BatchGetItem', 'dynamodb:Query');
  tables.candidates.allow(grantee, 'dynamodb:BatchGetItem', 'dynamodb:GetItem');
  tables.recipes.allow(grantee, 'dynamodb:GetItem', 'dynamodb:Query');
  tables.models.allow(grantee, 'dynamodb:GetItem');
  decisions.allowSend(grantee);
}
