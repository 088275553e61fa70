import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { PutKnowledgeEnv, PutKnowledgeRequest, PutKnowledgeResponse } from '../../core/knowledge/contract.ts';
import { createKnowledgeRepository } from '../../core/knowledge/knowledge-repository.ts';
import { createSentenceEncoder } from '../../core/knowledge/sentence-encoder.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { createRequestLedger } from '../../core/platform/request-ledger.ts';
import { putKnowledge } from './put-knowledge.ts';

const env = readEnv(PutKnowledgeEnv);
const documents = createDocumentClient();
const knowledge = createKnowledgeRepository(documents, env.KNOWLEDGE_TABLE_NAME);
const encode = createSentenceEncoder(new SageMakerRuntimeClient(), env.EMBEDDINGS_ENDPOINT_NAME);
const idempotency = createRequestLedger(documents, env.REQUESTS_TABLE_NAME);

export const handler = httpHandler(
  { body: PutKnowledgeRequest, response: PutKnowledgeResponse, idempotency },
  async (request, { shop, now, record }) => {
    const receipt = await putKnowledge(shop, request, knowledge, encode, now);
    record.fact('version', receipt.version);
    record.count('DocumentPut', receipt.accepted);
    return receipt;
  },
);
