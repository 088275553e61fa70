import { type Operation, SERVER_AND_CONSOLE } from '../platform/operation.ts';
import {
  Batch,
  BatchPage,
  BatchPath,
  ListBatchesQuery,
  StartBatchRequest,
  StartBatchResponse,
} from './batch-contract.ts';
import {
  Content,
  ContentPage,
  ContentPath,
  CreateContentRequest,
  CreateContentResponse,
  ItemContent,
  ItemContentPath,
  ListContentQuery,
  PublishContentRequest,
  RejectContentRequest,
  ReviseContentRequest,
} from './contract.ts';

const common = { area: 'content', roles: SERVER_AND_CONSOLE } as const;
const decides = { ...common, method: 'POST', params: ContentPath, response: Content, isIdempotent: true } as const;

export const contentOperations: readonly Operation[] = [
  {
    ...common,
    method: 'POST',
    path: '/content',
    summary: 'Has texts written about an item and keeps as drafts what the catalogue confirms',
    body: CreateContentRequest,
    response: CreateContentResponse,
    status: 201,
    isIdempotent: true,
  },
  {
    ...common,
    method: 'GET',
    path: '/content',
    summary: 'Lists texts of one status, the newest first',
    query: ListContentQuery,
    response: ContentPage,
  },
  {
    ...common,
    method: 'GET',
    path: '/content/{contentId}',
    summary: 'Shows one text with its facts and claims',
    params: ContentPath,
    response: Content,
  },
  {
    ...decides,
    path: '/content/{contentId}/publish',
    summary: 'Shows a draft, or an earlier text again, once the catalogue confirms it',
    body: PublishContentRequest,
  },
  {
    ...decides,
    path: '/content/{contentId}/reject',
    summary: 'Takes a draft out of the queue',
    body: RejectContentRequest,
  },
  {
    ...decides,
    path: '/content/{contentId}/revise',
    summary: 'Keeps a wording of your own as a draft, where the catalogue confirms it',
    body: ReviseContentRequest,
    status: 201,
  },
  {
    ...common,
    method: 'GET',
    path: '/items/{itemId}/content',
    summary: 'Lists what is published for an item',
    params: ItemContentPath,
    response: ItemContent,
  },
  {
    ...common,
    method: 'POST',
    path: '/content/batches',
    summary: 'Starts a batch of texts over the catalogue',
    body: StartBatchRequest,
    response: StartBatchResponse,
    status: 202,
    isIdempotent: true,
  },
  {
    ...common,
    method: 'GET',
    path: '/content/batches',
    summary: 'Lists batches of texts',
    query: ListBatchesQuery,
    response: BatchPage,
  },
  {
    ...common,
    method: 'GET',
    path: '/content/batches/{batchId}',
    summary: 'Shows how far a batch is',
    params: BatchPath,
    response: Batch,
  },
];
