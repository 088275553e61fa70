import { type Operation, SERVER_AND_CONSOLE } from '../platform/operation.ts';
import { ListOrderRequestsQuery, OrderRequestPage, PutOrdersRequest, PutOrdersResponse } from './contract.ts';

export const orderOperations: readonly Operation[] = [
  {
    method: 'POST',
    path: '/orders',
    area: 'orders',
    roles: SERVER_AND_CONSOLE,
    summary: 'Writes up to 100 orders as they are now; the later report of one holds, whenever it comes',
    body: PutOrdersRequest,
    response: PutOrdersResponse,
    isIdempotent: true,
  },
  {
    method: 'GET',
    path: '/orders/requests',
    area: 'orders',
    roles: SERVER_AND_CONSOLE,
    summary:
      'Lists what customers asked of their orders in the chat and confirmed, newest first, for the shop to carry out',
    query: ListOrderRequestsQuery,
    response: OrderRequestPage,
  },
];
