import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { SlateBatch, SlateBatchPage } from '../../../core/recommendations/batch-contract.ts';
import type { ApiClient } from '../api/api-client.ts';
import { whileRunning } from '../api/while-running.ts';

/** How far a batch is changes every ten seconds or so. */
const RUNNING_MS = 5_000;
const RESTING_MS = 15_000;

export const slateBatchesKey = ['slate-batches'];

export const slateBatchesQuery = (api: ApiClient) =>
  infiniteQueryOptions({
    queryKey: slateBatchesKey,
    queryFn: ({ signal, pageParam }) =>
      api.get('/recommendations/batches', SlateBatchPage, { limit: 10, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: ({ next_cursor }) => next_cursor,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ data }) => data.some(({ status }) => status === 'running')) ? RUNNING_MS : RESTING_MS,
  });

/** Looked at again until it has ended. */
export const slateBatchQuery = (api: ApiClient, batchId: string) =>
  queryOptions({
    queryKey: ['slate-batch', batchId],
    queryFn: ({ signal }) => api.get(`/recommendations/batches/${encodeURIComponent(batchId)}`, SlateBatch, {}, signal),
    refetchInterval: whileRunning(RUNNING_MS),
  });
