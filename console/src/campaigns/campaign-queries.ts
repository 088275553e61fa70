import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import {
  Audience,
  type CampaignDefinition,
  CampaignPage,
  CampaignReport,
  CampaignView,
  MessagePage,
  MessageView,
  Preview,
} from '../../../core/campaigns/contract.ts';
import type { ApiClient } from '../api/api-client.ts';

const pathOf = (campaignId: string, part = '') => `/campaigns/${encodeURIComponent(campaignId)}${part}`;

export const campaignsQuery = (api: ApiClient) =>
  queryOptions({
    queryKey: ['campaigns'],
    queryFn: ({ signal }) => api.get('/campaigns', CampaignPage, { limit: 100 }, signal),
  });

/** Looked at again while a run goes on. */
export const campaignQuery = (api: ApiClient, campaignId: string) =>
  queryOptions({
    queryKey: ['campaign', campaignId],
    queryFn: ({ signal }) => api.get(pathOf(campaignId), CampaignView, {}, signal),
    refetchInterval: ({ state }) => (state.data?.runs.some(({ status }) => status === 'running') ? 2_000 : 15_000),
  });

export const reportQuery = (api: ApiClient, campaignId: string) =>
  queryOptions({
    queryKey: ['campaign-report', campaignId],
    queryFn: ({ signal }) => api.get(pathOf(campaignId, '/report'), CampaignReport, {}, signal),
    refetchInterval: 15_000,
  });

export const messagesQuery = (api: ApiClient, campaignId: string, runId: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['campaign-messages', campaignId, runId ?? ''],
    queryFn: ({ signal, pageParam }) =>
      api.get(pathOf(campaignId, '/messages'), MessagePage, { runId, limit: 100, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: ({ next_cursor }) => next_cursor,
    refetchInterval: 15_000,
  });

export const messageQuery = (api: ApiClient, campaignId: string, runId: string, customer: string) =>
  queryOptions({
    queryKey: ['campaign-message', campaignId, runId, customer],
    queryFn: ({ signal }) => api.get(pathOf(campaignId, `/messages/${runId}/${customer}`), MessageView, {}, signal),
  });

/** Asking changes nothing, so the same question may be asked again without an order of its own. */
export const audienceQuery = (api: ApiClient, campaignId: string, segment: string) =>
  queryOptions({
    queryKey: ['campaign-audience', segment],
    queryFn: () => api.post(pathOf(campaignId, '/audience'), Audience, { segment }, crypto.randomUUID()),
    enabled: segment.trim() !== '',
    retry: false,
    placeholderData: keepPreviousData,
  });

/** While a definition is not valid its last preview stays. */
export const previewQuery = (api: ApiClient, campaignId: string, definition: CampaignDefinition | undefined) =>
  queryOptions({
    queryKey: ['campaign-preview', campaignId, definition],
    queryFn: () => api.post(pathOf(campaignId, '/preview'), Preview, { definition }, crypto.randomUUID()),
    enabled: definition !== undefined,
    retry: false,
    placeholderData: keepPreviousData,
  });
