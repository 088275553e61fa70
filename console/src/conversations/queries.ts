import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { ConversationPage, type ConversationState, ConversationView } from '../../../core/chat/contract.ts';
import { KnowledgePage } from '../../../core/knowledge/contract.ts';
import type { ApiClient } from '../api/api-client.ts';

/** A customer who waits should not wait for a page to look again. */
const LIVE_MS = 3_000;

export const conversationsQuery = (api: ApiClient, state: ConversationState) =>
  infiniteQueryOptions({
    queryKey: ['conversations', state],
    queryFn: ({ signal, pageParam }) =>
      api.get('/chat/conversations', ConversationPage, { state, limit: 25, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: ({ next_cursor }) => next_cursor,
    refetchInterval: LIVE_MS,
  });

export const conversationQuery = (api: ApiClient, conversationId: string) =>
  queryOptions({
    queryKey: ['conversation', conversationId],
    queryFn: ({ signal }) => api.get(`/chat/conversations/${conversationId}`, ConversationView, {}, signal),
    refetchInterval: LIVE_MS,
  });

export const knowledgeQuery = (api: ApiClient) =>
  infiniteQueryOptions({
    queryKey: ['knowledge'],
    queryFn: ({ signal, pageParam }) => api.get('/knowledge', KnowledgePage, { limit: 50, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: ({ next_cursor }) => next_cursor,
  });
