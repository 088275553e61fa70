import { KnowledgeEnv, KnowledgePage, ListKnowledgeQuery } from '../../core/knowledge/contract.ts';
import { createKnowledgeRepository } from '../../core/knowledge/knowledge-repository.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';

const knowledge = createKnowledgeRepository(createDocumentClient(), readEnv(KnowledgeEnv).KNOWLEDGE_TABLE_NAME);

export const handler = httpHandler({ query: ListKnowledgeQuery, response: KnowledgePage }, async (query, { shop }) => {
  const [page, version] = await Promise.all([knowledge.list(shop, query), knowledge.version(shop)]);
  return { ...page, version };
});
