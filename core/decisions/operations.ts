import { GetCustomerPath } from '../customers/contract.ts';
import { type Operation, SERVER_AND_CONSOLE } from '../platform/operation.ts';
import { DecisionPage, ListDecisionsQuery } from './contract.ts';

export const decisionOperations: readonly Operation[] = [
  {
    method: 'GET',
    path: '/customers/{customerId}/decisions',
    area: 'decisions',
    roles: SERVER_AND_CONSOLE,
    summary: 'Lists what was chosen for a customer and why, newest first',
    params: GetCustomerPath,
    query: ListDecisionsQuery,
    response: DecisionPage,
  },
];
