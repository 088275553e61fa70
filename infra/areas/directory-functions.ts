import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { GetCustomerEnv, ListCustomersEnv, PutCustomersEnv } from '../../core/customers/contract.ts';
import type { ListItemsEnv, PutItemsEnv } from '../../core/items/contract.ts';
import type { GetHomeEnv } from '../../core/platform/home-contract.ts';
import type { Route } from '../constructs/shop-api.ts';
import { type AreaProps, allowIdentities, allowLedger, allowPseudonyms, areaFunction } from './area.ts';

/** A batch of 500 rows with a key for each new customer takes longer than a request usually may. */
const BATCH_TIME = Duration.seconds(29);

/** Who the customers are and what the items are: written in batches, listed, read. */
export class DirectoryFunctions extends Construct {
  readonly routes: readonly Route[];

  constructor(scope: Construct, id: string, props: AreaProps) {
    super(scope, id);
    this.routes = [
      { method: 'POST', path: '/customers', handler: this.putCustomers(props) },
      { method: 'GET', path: '/customers', handler: this.listCustomers(props) },
      { method: 'GET', path: '/customers/{customerId}', handler: this.getCustomer(props) },
      { method: 'POST', path: '/items', handler: this.putItems(props) },
      { method: 'GET', path: '/items', handler: this.listItems(props) },
      {
        method: 'GET',
        path: '/items/fields',
        handler: this.readsCatalogue(props, 'list-item-fields', 'Tells what items have in common'),
      },
      {
        method: 'GET',
        path: '/items/count',
        handler: this.readsCatalogue(props, 'count-items', 'Counts the items that meet a filter'),
      },
      { method: 'GET', path: '/home', handler: this.getHome(props) },
    ];
  }

  private putCustomers(props: AreaProps): IFunction {
    const { tables, events } = props.data;
    const environment: PutCustomersEnv = {
      ...readsIdentities(props),
      REQUESTS_TABLE_NAME: tables.requests.tableName,
      EVENTS_QUEUE_URL: events.queue.queueUrl,
    };
    const handler = areaFunction(this, props, {
      path: 'functions/customers/put-customers',
      description: 'Writes customers in batches, each under a key of its own',
      environment,
      timeout: BATCH_TIME,
      memorySize: 1_024,
    });
    allowPseudonyms(handler, props.data);
    allowIdentities(handler, props.data, 'write');
    allowLedger(handler, props.data);
    events.allowSend(handler);
    return handler;
  }

  private listCustomers(props: AreaProps): IFunction {
    const handler = areaFunction(this, props, {
      path: 'functions/customers/list-customers',
      description: 'Lists customers',
      environment: readsIdentities(props),
    });
    allowPseudonyms(handler, props.data);
    allowIdentities(handler, props.data, 'read');
    return handler;
  }

  private getCustomer(props: AreaProps): IFunction {
    const { state } = props.data.tables;
    const environment: GetCustomerEnv = { ...readsIdentities(props), STATE_TABLE_NAME: state.tableName };
    const handler = areaFunction(this, props, {
      path: 'functions/customers/get-customer',
      description: 'Shows one customer with what they did last',
      environment,
    });
    allowPseudonyms(handler, props.data);
    allowIdentities(handler, props.data, 'read');
    state.allow(handler, 'dynamodb:BatchGetItem');
    return handler;
  }

  private putItems(props: AreaProps): IFunction {
    const { tables, events } = props.data;
    const environment: PutItemsEnv = {
      ITEMS_TABLE_NAME: tables.items.tableName,
      REQUESTS_TABLE_NAME: tables.requests.tableName,
      EVENTS_QUEUE_URL: events.queue.queueUrl,
    };
    const handler = areaFunction(this, props, {
      path: 'functions/items/put-items',
      description: 'Writes the catalogue in batches',
      environment,
      timeout: BATCH_TIME,
    });
    tables.items.allow(handler, 'dynamodb:BatchGetItem', 'dynamodb:BatchWriteItem');
    allowLedger(handler, props.data);
    events.allowSend(handler);
    return handler;
  }

  private listItems(props: AreaProps): IFunction {
    const { items } = props.data.tables;
    const environment: ListItemsEnv = { ITEMS_TABLE_NAME: items.tableName };
    const handler = areaFunction(this, props, {
      path: 'functions/items/list-items',
      description: 'Lists the catalogue',
      environment,
    });
    items.allow(handler, 'dynamodb:Query', 'dynamodb:BatchGetItem');
    return handler;
  }

  /** Reads up to ten megabytes of it, and keeps what it read. */
  private readsCatalogue(props: AreaProps, name: string, description: string): IFunction {
    const { items } = props.data.tables;
    const environment: ListItemsEnv = { ITEMS_TABLE_NAME: items.tableName };
    const handler = areaFunction(this, props, {
      path: `functions/items/${name}`,
      description,
      environment,
      timeout: BATCH_TIME,
      memorySize: 1_024,
    });
    items.allow(handler, 'dynamodb:Query');
    return handler;
  }

  private getHome(props: AreaProps): IFunction {
    const { shops, state, identities } = props.data.tables;
    const environment: GetHomeEnv = {
      SHOPS_TABLE_NAME: shops.tableName,
      STATE_TABLE_NAME: state.tableName,
      IDENTITIES_TABLE_NAME: identities.tableName,
    };
    const handler = areaFunction(this, props, {
      path: 'functions/platform/get-home',
      description: "Answers the console's first page: the shop, its live events, its headline",
      environment,
      timeout: BATCH_TIME,
      memorySize: 1_024,
    });
    shops.allow(handler, 'dynamodb:GetItem');
    state.allow(handler, 'dynamodb:Query', 'dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:PutItem');
    // Pseudonyms alone: what a row holds stays sealed, for want of the key.
    identities.allow(handler, 'dynamodb:Query');
    return handler;
  }
}

function readsIdentities({ data: { tables, keys } }: AreaProps): ListCustomersEnv {
  return {
    SHOPS_TABLE_NAME: tables.shops.tableName,
    IDENTITIES_TABLE_NAME: tables.identities.tableName,
    CUSTOMER_KEYS_TABLE_NAME: tables.customerKeys.tableName,
    SHOP_KEY_ID: keys.wrapping.keyId,
  };
}
