import { queryOptions } from '@tanstack/react-query';
import { Profile } from '../../../core/profiles/contract.ts';
import { ClusterList } from '../../../core/profiles/refresh-contract.ts';
import type { ApiClient } from '../api/api-client.ts';
import { ApiError } from '../api/api-error.ts';
import type { CustomerBy } from '../api/queries.ts';

/** Null for a customer of whom nothing was ever seen. */
export const profileQuery = (api: ApiClient, customer: string, by: CustomerBy) =>
  queryOptions({
    queryKey: ['profile', by, customer],
    queryFn: ({ signal }) =>
      api.get(`/customers/${encodeURIComponent(customer)}/profile`, Profile, { by }, signal).catch((error: unknown) => {
        if (error instanceof ApiError && error.status === 404) return null;
        throw error;
      }),
  });

/** Looked at again while a refresh goes on. */
export const clustersQuery = (api: ApiClient) =>
  queryOptions({
    queryKey: ['clusters'],
    queryFn: ({ signal }) => api.get('/profiles/clusters', ClusterList, {}, signal),
    refetchInterval: ({ state }) => (state.data?.refresh?.status === 'running' ? 2_000 : 30_000),
  });
