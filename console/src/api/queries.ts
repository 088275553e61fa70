import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { BatchPage } from '../../../core/content/batch-contract.ts';
import { Content, ContentPage, type ContentStatus, ItemContent } from '../../../core/content/contract.ts';
import { CustomerPage, CustomerView } from '../../../core/customers/contract.ts';
import { DecisionPage } from '../../../core/decisions/contract.ts';
import { ItemPage } from '../../../core/items/contract.ts';
import { ModelView, RunDetail, RunPage } from '../../../core/models/contract.ts';
import type { ModelName } from '../../../core/models/names.ts';
import { HomeView } from '../../../core/platform/home-contract.ts';
import { Recommendations, type Surface } from '../../../core/recommendations/contract.ts';
import type { RecipeDraft } from '../../../core/recommendations/recipe.ts';
import { RecipeList, RecipePreview } from '../../../core/recommendations/recipe-contract.ts';
import type { SlateSubject } from '../recommendations/preview-items.ts';
import type { ApiClient } from './api-client.ts';
import { whileRunning } from './while-running.ts';

/** How often a page looks again: live numbers, a run that goes on, and one that rests. */
const LIVE_MS = 2_000;
const RESTING_MS = 15_000;

export const homeQuery = (api: ApiClient) =>
  queryOptions({
    queryKey: ['home'],
    queryFn: ({ signal }) => api.get('/home', HomeView, {}, signal),
    refetchInterval: LIVE_MS,
  });

export const modelQuery = (api: ApiClient, name: ModelName) =>
  queryOptions({
    queryKey: ['model', name],
    queryFn: ({ signal }) => api.get(`/models/${name}`, ModelView, {}, signal),
    refetchInterval: 5_000,
  });

export const runsQuery = (api: ApiClient, name: ModelName) =>
  infiniteQueryOptions({
    queryKey: ['runs', name],
    queryFn: ({ signal, pageParam }) =>
      api.get(`/models/${name}/runs`, RunPage, { limit: 10, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: ({ next_cursor }) => next_cursor,
    refetchInterval: ({ state }) =>
      state.data?.pages[0]?.data.some(({ status }) => status === 'running') ? LIVE_MS : RESTING_MS,
  });

export const runQuery = (api: ApiClient, name: ModelName, runId: string) =>
  queryOptions({
    queryKey: ['run', name, runId],
    queryFn: ({ signal }) => api.get(`/models/${name}/runs/${runId}`, RunDetail, {}, signal),
    refetchInterval: whileRunning(LIVE_MS),
  });

export type CustomerBy = 'customer' | 'anonymous' | 'pseudonym';

export const customersQuery = (api: ApiClient, query: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['customers', query ?? ''],
    queryFn: ({ signal, pageParam }) =>
      api.get('/customers', CustomerPage, { query, limit: 25, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: ({ next_cursor }) => next_cursor,
    placeholderData: keepPreviousData,
  });

export const customerQuery = (api: ApiClient, customer: string, by: CustomerBy) =>
  queryOptions({
    queryKey: ['customer', by, customer],
    queryFn: ({ signal }) => api.get(`/customers/${encodeURIComponent(customer)}`, CustomerView, { by }, signal),
  });

/** The newest of what was chosen for a person; a decision is written down a moment after it was made. */
export const decisionsQuery = (api: ApiClient, customer: string, by: CustomerBy) =>
  queryOptions({
    queryKey: ['decisions', by, customer],
    queryFn: ({ signal }) =>
      api.get(`/customers/${encodeURIComponent(customer)}/decisions`, DecisionPage, { by, limit: 10 }, signal),
    refetchInterval: 5_000,
  });

const PARAMETER = { customer: 'customerId', anonymous: 'anonymousId', pseudonym: 'pseudonym' } as const;

export interface SlateRequest {
  readonly customer: string;
  readonly by: CustomerBy;
  readonly surface: Surface;
  readonly k: number;
}

/** A look leaves no trace; it is asked for again only by hand, so that reasons stay beside the slate that they explain. */
export const slateQuery = (api: ApiClient, { customer, by, surface, k }: SlateRequest) =>
  queryOptions({
    queryKey: ['slate', by, customer, surface, k],
    queryFn: ({ signal }) =>
      api.get(
        '/recommendations',
        Recommendations,
        { [PARAMETER[by]]: customer, surface, k, counterfactuals: 'true' },
        signal,
      ),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const recipesQuery = (api: ApiClient) =>
  queryOptions({ queryKey: ['recipes'], queryFn: ({ signal }) => api.get('/recipes', RecipeList, {}, signal) });

/** What a draft would show; it writes nothing down, so it follows each change. */
export const previewQuery = (
  api: ApiClient,
  { customer, by, surface, k }: SlateRequest,
  subject: SlateSubject,
  recipe: RecipeDraft | undefined,
) =>
  queryOptions({
    queryKey: ['preview', by, customer, surface, k, subject, recipe],
    queryFn: () =>
      api.post(
        '/recipes/preview',
        RecipePreview,
        { [PARAMETER[by]]: customer, surface, k, ...subject, recipe },
        crypto.randomUUID(),
      ),
    enabled: recipe !== undefined,
    placeholderData: keepPreviousData,
    retry: false,
  });

/** Titles of the items that a page names. */
export const itemsQuery = (api: ApiClient, ids: readonly string[]) =>
  queryOptions({
    queryKey: ['items', ids],
    queryFn: ({ signal }) => api.get('/items', ItemPage, { ids: ids.slice(0, 100).join(','), limit: 100 }, signal),
    enabled: ids.length > 0,
    staleTime: 5 * 60_000,
    placeholderData: keepPreviousData,
  });

export const contentsQuery = (api: ApiClient, status: ContentStatus) =>
  infiniteQueryOptions({
    queryKey: ['content', 'list', status],
    queryFn: ({ signal, pageParam }) =>
      api.get('/content', ContentPage, { status, limit: 25, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: ({ next_cursor }) => next_cursor,
    refetchInterval: RESTING_MS,
  });

export const contentQuery = (api: ApiClient, contentId: string) =>
  queryOptions({
    queryKey: ['content', 'one', contentId],
    queryFn: ({ signal }) => api.get(`/content/${encodeURIComponent(contentId)}`, Content, {}, signal),
  });

export const itemContentQuery = (api: ApiClient, itemId: string) =>
  queryOptions({
    queryKey: ['content', 'item', itemId],
    queryFn: ({ signal }) => api.get(`/items/${encodeURIComponent(itemId)}/content`, ItemContent, {}, signal),
  });

export const batchesQuery = (api: ApiClient) =>
  queryOptions({
    queryKey: ['content', 'batches'],
    queryFn: ({ signal }) => api.get('/content/batches', BatchPage, { limit: 3 }, signal),
    refetchInterval: ({ state }) =>
      state.data?.data.some(({ status }) => status === 'running') ? LIVE_MS : RESTING_MS,
  });
