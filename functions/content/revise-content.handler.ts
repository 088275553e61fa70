import { ulid } from 'ulid';
import { Content, ContentPath, DecideContentEnv, ReviseContentRequest } from '../../core/content/contract.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { createRequestLedger } from '../../core/platform/request-ledger.ts';
import { createContentDesk } from './content-desk.ts';
import { reviseContent } from './revise-content.ts';

const env = readEnv(DecideContentEnv);
const documents = createDocumentClient();
const desk = createContentDesk(documents, env);

export const handler = httpHandler(
  {
    path: ContentPath,
    body: ReviseContentRequest,
    response: Content,
    status: 201,
    idempotency: createRequestLedger(documents, env.REQUESTS_TABLE_NAME),
  },
  ({ contentId, text }, { shop, subject, now }) =>
    reviseContent(shop, contentId, { text, by: subject, now, newId: ulid().toLowerCase() }, desk),
);
