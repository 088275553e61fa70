import { type Operation, SERVER_AND_CONSOLE } from '../platform/operation.ts';
import { GetRecommendationsQuery, Recommendations } from './contract.ts';

export const recommendationOperations: readonly Operation[] = [
  {
    method: 'GET',
    path: '/recommendations',
    area: 'recommendations',
    roles: SERVER_AND_CONSOLE,
    summary: 'Chooses a slate for a customer or a browser, with source, score and reason of each item',
    query: GetRecommendationsQuery,
    response: Recommendations,
  },
];
