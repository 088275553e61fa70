import { ulid } from 'ulid';
import { CreateContentEnv, CreateContentRequest, CreateContentResponse } from '../../core/content/contract.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { createRequestLedger } from '../../core/platform/request-ledger.ts';
import { createContent } from './create-content.ts';
import { createWritingDesk } from './writing-desk.ts';

const env = readEnv(CreateContentEnv);
const documents = createDocumentClient();
const desk = createWritingDesk(documents, env);

export const handler = httpHandler(
  {
    body: CreateContentRequest,
    response: CreateContentResponse,
    status: 201,
    idempotency: createRequestLedger(documents, env.REQUESTS_TABLE_NAME),
  },
  async (request, { shop, now, record }) => {
    const drafts = await createContent({ shop, request, now }, { ...desk, newId: () => ulid().toLowerCase() });
    record.count('ContentDrafted', drafts.length);
    return { data: drafts };
  },
);
