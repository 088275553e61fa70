import { DeleteKnowledgeResponse, KnowledgeEnv, KnowledgePath } from '../../core/knowledge/contract.ts';
import { createKnowledgeRepository } from '../../core/knowledge/knowledge-repository.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';

const knowledge = createKnowledgeRepository(createDocumentClient(), readEnv(KnowledgeEnv).KNOWLEDGE_TABLE_NAME);

export const handler = httpHandler(
  { path: KnowledgePath, response: DeleteKnowledgeResponse },
  async ({ documentId }, { shop, record }) => {
    const { wasThere, version } = await knowledge.remove(shop, documentId);
    if (wasThere) record.count('DocumentDeleted');
    return { id: documentId, status: wasThere ? ('deleted' as const) : ('unknown' as const), version };
  },
);
