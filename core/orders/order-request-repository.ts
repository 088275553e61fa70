import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { PageQuery, ShopId } from '../platform/contract.ts';
import type { Page } from '../platform/cursor.ts';
import { pageOfRows } from '../platform/partition-rows.ts';
import { OrderRequest } from './contract.ts';

const KEPT_DAYS = 180;

/** What customers asked of their orders: no more than an order's number and a pseudonym, so nothing is sealed. */
export function createOrderRequestRepository(client: DynamoDBDocumentClient, tableName: string) {
  return {
    /** Newest first. */
    async list(shop: ShopId, page: PageQuery): Promise<Page<OrderRequest>> {
      const pk = requestsKey(shop);
      return pageOfRows(client, { tableName, pk }, { ...page, isNewestFirst: true }, OrderRequest);
    },
  };
}

/** The row that is written together with the order that it changes. */
export const requestItem = (shop: ShopId, request: OrderRequest) => ({
  pk: requestsKey(shop),
  sk: `${request.at}#${request.kind}#${request.orderId}`,
  ...request,
  expiresAt: Math.floor(Date.parse(request.at) / 1000) + KEPT_DAYS * 86_400,
});

const requestsKey = (shop: ShopId) => `SHOP#${shop}#ORDER-REQUESTS`;
