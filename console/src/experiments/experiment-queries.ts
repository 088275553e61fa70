import { queryOptions } from '@tanstack/react-query';
import type { Surface } from '../../../core/recommendations/contract.ts';
import { SurfaceExperiment } from '../../../core/recommendations/recipe-contract.ts';
import type { ApiClient } from '../api/api-client.ts';

export const experimentPath = (surface: Surface) => `/recommendations/experiments/${surface}`;

/** Counts follow what customers do within seconds; a page looks again a few times a minute. */
export const experimentQuery = (api: ApiClient, surface: Surface) =>
  queryOptions({
    queryKey: ['experiment', surface],
    queryFn: ({ signal }) => api.get(experimentPath(surface), SurfaceExperiment, {}, signal),
    refetchInterval: 15_000,
  });
