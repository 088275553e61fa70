import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type * as z from 'zod';
import type { AudienceEnv, CampaignsEnv, ComposeEnv, RankAudienceEnv } from '../../core/campaigns/env.ts';
import type { CampaignStep } from '../../workflows/run-campaign/definition.ts';
import type { EmailEvents } from '../constructs/email-events.ts';
import { allowInvokeEndpoints } from '../constructs/sagemaker-access.ts';
import { type AreaProps, allowIdentities, allowPseudonyms, areaFunction } from './area.ts';
import { allowSlates, slateEnvironment } from './recommendation-functions.ts';

export interface CampaignStepsProps extends AreaProps {
  readonly email: EmailEvents;
}

/** The steps of the run-campaign workflow: two may see customers, and only the one that delivers may send. */
export class CampaignSteps extends Construct {
  readonly functions: Readonly<Record<CampaignStep, IFunction>>;

  constructor(scope: Construct, id: string, props: CampaignStepsProps) {
    super(scope, id);
    this.functions = {
      beginRun: this.beginRun(props),
      rankAudience: this.rankAudience(props),
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

  private rankAudience(props: CampaignStepsProps): IFunction {
    const { tables } = props.data;
    const environment: RankAudienceEnv = {
      ...audienceEnvironment(props),
      MODELS_TABLE_NAME: tables.models.tableName,
    };
    const handler = areaFunction(this, props, {
      path: 'functions/campaigns/rank-audience',
      description: 'Finds who of an audience is likeliest to respond',
      environment,
      timeout: Duration.seconds(110),
      memorySize: 1_024,
    });
    allowAudience(handler, props);
    tables.campaigns.allow(handler, 'dynamodb:GetItem', 'dynamodb:UpdateItem');
    tables.models.allow(handler, 'dynamodb:GetItem');
    allowInvokeEndpoints(handler, ['effectiveness']);
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
    allowProfiles(handler, props);
    props.data.tables.campaigns.allow(
      handler,
      'dynamodb:GetItem',
      'dynamodb:BatchGetItem',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
    );
    // A page is scored again: what it is held against is the threshold that was found for the whole audience.
    allowInvokeEndpoints(handler, ['effectiveness']);
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
    props.data.tables.campaigns.allow(handler, 'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:UpdateItem');
    return handler;
  }
}

const campaignsOf = ({ data }: AreaProps): CampaignsEnv => ({ CAMPAIGNS_TABLE_NAME: data.tables.campaigns.tableName });

/** Who the customers are, what they did and whether they may be written to. */
export function audienceEnvironment({ data: { tables, keys } }: AreaProps): AudienceEnv {
  return {
    CAMPAIGNS_TABLE_NAME: tables.campaigns.tableName,
    SHOPS_TABLE_NAME: tables.shops.tableName,
    IDENTITIES_TABLE_NAME: tables.identities.tableName,
    CUSTOMER_KEYS_TABLE_NAME: tables.customerKeys.tableName,
    STATE_TABLE_NAME: tables.state.tableName,
    PROFILES_TABLE_NAME: tables.profiles.tableName,
    SHOP_KEY_ID: keys.wrapping.keyId,
  };
}

export function allowAudience(grantee: IFunction, { data }: AreaProps): void {
  allowPseudonyms(grantee, data);
  allowIdentities(grantee, data, 'read');
  data.tables.state.allow(grantee, 'dynamodb:BatchGetItem');
  allowProfiles(grantee, { data });
  data.tables.campaigns.allow(grantee, 'dynamodb:GetItem', 'dynamodb:BatchGetItem');
}

/** What segments may ask of the last refresh. */
function allowProfiles(grantee: IFunction, { data }: Pick<AreaProps, 'data'>): void {
  data.tables.profiles.allow(grantee, 'dynamodb:GetItem', 'dynamodb:BatchGetItem');
}

/** Nobody waits for a message, so the champion has time to wake up. */
const PATIENCE_MS = '1000';

export function composeEnvironment(props: AreaProps, email: EmailEvents) {
  const { tables, decisions } = props.data;
  return {
    ...slateEnvironment(props),
    RERANK_DEADLINE_MS: PATIENCE_MS,
    RECOMMEND_DEADLINE_MS: PATIENCE_MS,
    ...audienceEnvironment(props),
    RECIPES_TABLE_NAME: tables.recipes.tableName,
    DECISIONS_QUEUE_URL: decisions.queue.queueUrl,
    EMAIL_CONFIGURATION_SET: email.configurationSet,
  } satisfies z.input<typeof ComposeEnv>;
}

/** Reading all that a message is made of, and writing its slate down as a decision. */
export function allowCompose(grantee: IFunction, props: AreaProps): void {
  allowSlates(grantee, props);
  allowIdentities(grantee, props.data, 'read');
  props.data.tables.recipes.allow(grantee, 'dynamodb:GetItem', 'dynamodb:Query');
  props.data.decisions.allowSend(grantee);
}
