import { ListOrderRequestsQuery, OrderRequestPage, OrdersEnv } from '../../core/orders/contract.ts';
import { createOrderRequestRepository } from '../../core/orders/order-request-repository.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';

const requests = createOrderRequestRepository(createDocumentClient(), readEnv(OrdersEnv).ORDERS_TABLE_NAME);

export const handler = httpHandler({ query: ListOrderRequestsQuery, response: OrderRequestPage }, (query, { shop }) =>
  requests.list(shop, query),
);
