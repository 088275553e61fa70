import { GetCustomerPath, GetCustomerQuery } from '../customers/contract.ts';
import { type Operation, SERVER_AND_CONSOLE } from '../platform/operation.ts';
import { Profile } from './contract.ts';
import { ClusterList, StartRefreshRequest, StartRefreshResponse } from './refresh-contract.ts';

const common = { area: 'profiles', roles: SERVER_AND_CONSOLE } as const;

export const profileOperations: readonly Operation[] = [
  {
    ...common,
    method: 'GET',
    path: '/customers/{customerId}/profile',
    summary: 'Shows what is known or inferred of one customer, how it came about and what is missing',
    params: GetCustomerPath,
    query: GetCustomerQuery,
    response: Profile,
  },
  {
    ...common,
    method: 'GET',
    path: '/profiles/clusters',
    summary: 'Lists the groups of customers, what profiles rest on, and how the last refresh went',
    response: ClusterList,
  },
  {
    ...common,
    method: 'POST',
    path: '/profiles/refresh',
    summary: 'Computes all profiles anew; answers the refresh that is under way where there is one',
    body: StartRefreshRequest,
    response: StartRefreshResponse,
    status: 202,
    isIdempotent: true,
  },
];
