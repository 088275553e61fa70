import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { CreateShopEnv } from '../../core/platform/contract.ts';
import { LEARNED_AREAS } from '../../core/platform/lake.ts';
import type { Route } from '../constructs/shop-api.ts';
import { type AreaProps, areaFunction } from './area.ts';

/** What is there before any shop: the way to make one, and the description of the API. */
export class PlatformFunctions extends Construct {
  readonly routes: readonly Route[];
  /** Invoked by an operator, never over HTTP. */
  readonly createShop: IFunction;

  constructor(scope: Construct, id: string, props: AreaProps) {
    super(scope, id);
    this.createShop = this.createsShops(props);
    this.routes = [
      {
        method: 'GET',
        path: '/openapi.json',
        handler: this.tells(props, 'get-openapi', 'to programs'),
        isPublic: true,
      },
      { method: 'GET', path: '/docs', handler: this.tells(props, 'get-docs', 'to people'), isPublic: true },
    ];
  }

  private tells(props: AreaProps, name: string, whom: string): IFunction {
    const path = `functions/platform/${name}`;
    return areaFunction(this, props, { path, description: `Describes the API ${whom}`, environment: {} });
  }

  private createsShops(props: AreaProps): IFunction {
    const { tables, keys, lake } = props.data;
    const environment: CreateShopEnv = {
      SHOPS_TABLE_NAME: tables.shops.tableName,
      SHOP_KEY_ID: keys.wrapping.keyId,
      LAKE_BUCKET_NAME: lake.bucketName,
    };
    const handler = areaFunction(this, props, {
      path: 'functions/platform/create-shop',
      description: 'Makes a shop and its keys',
      environment,
    });
    tables.shops.allow(handler, 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:BatchWriteItem');
    keys.allowWrapping(handler, 'kms:GenerateDataKey');
    lake.allowWrite(handler, ...LEARNED_AREAS.map((area) => `${area}/`));
    return handler;
  }
}
