import { type Operation, SERVER_AND_CONSOLE } from '../platform/operation.ts';
import {
  CustomerPage,
  CustomerView,
  GetCustomerPath,
  GetCustomerQuery,
  ListCustomersQuery,
  PutCustomersRequest,
  PutCustomersResponse,
} from './contract.ts';

const common = { area: 'customers', roles: SERVER_AND_CONSOLE } as const;

export const customerOperations: readonly Operation[] = [
  {
    ...common,
    method: 'POST',
    path: '/customers',
    summary: 'Writes up to 500 customers; a bad one is named and takes no other along',
    body: PutCustomersRequest,
    response: PutCustomersResponse,
    isIdempotent: true,
  },
  {
    ...common,
    method: 'GET',
    path: '/customers',
    summary: 'Lists customers, or finds one by id or pseudonym',
    query: ListCustomersQuery,
    response: CustomerPage,
  },
  {
    ...common,
    method: 'GET',
    path: '/customers/{customerId}',
    summary: 'Shows one customer with what they did last',
    params: GetCustomerPath,
    query: GetCustomerQuery,
    response: CustomerView,
  },
];
