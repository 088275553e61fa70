import { Construct } from 'constructs';
import type { CampaignsEnv, SendingEnv } from '../../core/campaigns/env.ts';
import type { EmailEvents } from '../constructs/email-events.ts';
import type { Route } from '../constructs/shop-api.ts';
import type { TableAction } from '../constructs/shop-table.ts';
import { type AreaFunctionProps, type AreaProps, allowLedger, allowPseudonyms, areaFunction } from './area.ts';

export interface ChannelFunctionsProps extends AreaProps {
  readonly email: EmailEvents;
}

/** How a shop writes and to whom it may; and what customers answer, by the links that they were sent. */
export class ChannelFunctions extends Construct {
  readonly routes: readonly Route[];

  constructor(scope: Construct, id: string, props: ChannelFunctionsProps) {
    super(scope, id);
    const { tables, events } = props.data;
    const getChannels = areaFunction(this, props, {
      path: 'functions/channels/get-channels',
      description: 'Shows how the shop writes to its customers',
      environment: campaignsOf(props),
    });
    tables.campaigns.allow(getChannels, 'dynamodb:GetItem');
    const putChannels = this.signed(props, 'channels/put-channels', 'Says how the shop writes to its customers', [
      'dynamodb:GetItem',
      'dynamodb:PutItem',
    ]);
    const changes: TableAction[] = ['dynamodb:BatchGetItem', 'dynamodb:PutItem'];
    const consents = this.signed(props, 'channels/put-consents', 'Records answers of customers', changes, {
      REQUESTS_TABLE_NAME: tables.requests.tableName,
    });
    allowLedger(consents, props.data);
    const slot = this.signed(props, 'channels/get-slot', 'Answers the on-site message of a customer', [
      'dynamodb:GetItem',
    ]);
    const show = this.signed(props, 'channels/show-preferences', 'Shows what a customer hears of', [
      'dynamodb:BatchGetItem',
    ]);
    const change = this.signed(props, 'channels/change-preferences', 'Takes what a customer chose', changes);
    const unsubscribe = this.signed(props, 'channels/unsubscribe', 'Ends a topic by one click', changes);
    const eventsQueue = { EVENTS_QUEUE_URL: events.queue.queueUrl };
    const reacts: TableAction[] = ['dynamodb:GetItem', 'dynamodb:UpdateItem'];
    const open = this.signed(props, 'outcomes/track-open', 'Notes that a message was opened', reacts, eventsQueue);
    const click = this.signed(props, 'outcomes/track-click', 'Notes a click and leads on', reacts, eventsQueue);
    events.allowSend(open);
    events.allowSend(click);
    this.tellDeliveries(props);
    const isPublic = true;
    this.routes = [
      { method: 'GET', path: '/channels', handler: getChannels },
      { method: 'PUT', path: '/channels', handler: putChannels },
      { method: 'POST', path: '/consents', handler: consents },
      { method: 'GET', path: '/slots', handler: slot },
      { method: 'GET', path: '/preferences', handler: show, isPublic },
      { method: 'POST', path: '/preferences', handler: change, isPublic },
      { method: 'POST', path: '/unsubscribe', handler: unsubscribe, isPublic },
      { method: 'GET', path: '/unsubscribe', handler: show, isPublic },
      { method: 'GET', path: '/o/{token}', handler: open, isPublic },
      { method: 'GET', path: '/c/{token}', handler: click, isPublic },
    ];
  }

  /** A function that knows the shop's own keys, and may do so much with the table of campaigns. */
  private signed(
    props: AreaProps,
    path: string,
    description: string,
    actions: readonly TableAction[],
    more: AreaFunctionProps['environment'] = {},
  ) {
    const { tables, keys } = props.data;
    const environment: SendingEnv = {
      ...campaignsOf(props),
      SHOPS_TABLE_NAME: tables.shops.tableName,
      SHOP_KEY_ID: keys.wrapping.keyId,
    };
    const handler = areaFunction(this, props, {
      path: `functions/${path}`,
      description,
      environment: { ...environment, ...more },
    });
    allowPseudonyms(handler, props.data);
    tables.campaigns.allow(handler, ...actions);
    return handler;
  }

  private tellDeliveries(props: ChannelFunctionsProps): void {
    const handler = areaFunction(this, props, {
      path: 'functions/outcomes/record-delivery',
      description: 'Notes what the mail service tells of a message',
      environment: campaignsOf(props),
    });
    props.data.tables.campaigns.allow(
      handler,
      'dynamodb:GetItem',
      'dynamodb:BatchGetItem',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
    );
    props.email.tell(handler);
  }
}

const campaignsOf = ({ data }: AreaProps): CampaignsEnv => ({ CAMPAIGNS_TABLE_NAME: data.tables.campaigns.tableName });
