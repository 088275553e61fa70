import { Construct } from 'constructs';
import type { ListDecisionsEnv } from '../../core/decisions/contract.ts';
import type { Route } from '../constructs/shop-api.ts';
import { type AreaProps, allowPseudonyms, areaFunction } from './area.ts';

/** What was chosen, looked at afterwards. */
export class DecisionFunctions extends Construct {
  readonly routes: readonly Route[];

  constructor(scope: Construct, id: string, props: AreaProps) {
    super(scope, id);
    const { tables, keys } = props.data;
    const environment: ListDecisionsEnv = {
      SHOPS_TABLE_NAME: tables.shops.tableName,
      DECISIONS_TABLE_NAME: tables.decisions.tableName,
      SHOP_KEY_ID: keys.wrapping.keyId,
    };
    const handler = areaFunction(this, props, {
      path: 'functions/decisions/list-decisions',
      description: 'Lists what was chosen for a customer and why',
      environment,
    });
    allowPseudonyms(handler, props.data);
    tables.decisions.allow(handler, 'dynamodb:Query');
    this.routes = [{ method: 'GET', path: '/customers/{customerId}/decisions', handler }];
  }
}
