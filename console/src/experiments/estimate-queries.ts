import { queryOptions } from '@tanstack/react-query';
import { EstimatePage } from '../../../core/experiments/estimate-contract.ts';
import type { Surface } from '../../../core/recommendations/contract.ts';
import type { ApiClient } from '../api/api-client.ts';
import { experimentPath } from './experiment-queries.ts';

/** A job runs for seconds, behind a machine that starts for minutes. */
const RUNNING_MS = 2_000;
const RESTING_MS = 30_000;

export const estimatesPath = (surface: Surface) => `${experimentPath(surface)}/estimates`;

/** The newest estimates of a surface, looked at more often while one of them runs. */
export const estimatesQuery = (api: ApiClient, surface: Surface) =>
  queryOptions({
    queryKey: ['estimates', surface],
    queryFn: ({ signal }) => api.get(estimatesPath(surface), EstimatePage, { limit: 5 }, signal),
    refetchInterval: ({ state }) =>
      state.data?.data.some(({ status }) => status === 'running') ? RUNNING_MS : RESTING_MS,
  });
