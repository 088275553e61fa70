import { createContentRepository } from '../../core/content/content-repository.ts';
import { Content, ContentPath, RejectContentEnv, RejectContentRequest } from '../../core/content/contract.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { createRequestLedger } from '../../core/platform/request-ledger.ts';
import { rejectContent } from './reject-content.ts';

const env = readEnv(RejectContentEnv);
const documents = createDocumentClient();
const contents = createContentRepository(documents, env.CONTENT_TABLE_NAME);

export const handler = httpHandler(
  {
    path: ContentPath,
    body: RejectContentRequest,
    response: Content,
    idempotency: createRequestLedger(documents, env.REQUESTS_TABLE_NAME),
  },
  ({ contentId, reason }, { shop, subject, now }) =>
    rejectContent(shop, contentId, { reason, by: subject, now }, contents),
);
