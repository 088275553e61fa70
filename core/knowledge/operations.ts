import { type Operation, SERVER_AND_CONSOLE } from '../platform/operation.ts';
import {
  DeleteKnowledgeResponse,
  KnowledgePage,
  KnowledgePath,
  ListKnowledgeQuery,
  PutKnowledgeRequest,
  PutKnowledgeResponse,
} from './contract.ts';

const common = { path: '/knowledge', area: 'knowledge', roles: SERVER_AND_CONSOLE } as const;

export const knowledgeOperations: readonly Operation[] = [
  {
    ...common,
    method: 'PUT',
    summary: 'Writes up to 25 documents that the chat may quote; a new version of one replaces it whole',
    body: PutKnowledgeRequest,
    response: PutKnowledgeResponse,
    isIdempotent: true,
  },
  {
    ...common,
    method: 'GET',
    summary: 'Lists what the chat knows, with the version of all of it',
    query: ListKnowledgeQuery,
    response: KnowledgePage,
  },
  {
    ...common,
    method: 'DELETE',
    path: '/knowledge/{documentId}',
    summary: 'Makes the chat forget a document: no answer cites it from then on',
    params: KnowledgePath,
    response: DeleteKnowledgeResponse,
  },
];
