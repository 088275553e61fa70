import { Content, ContentPath, DecideContentEnv, PublishContentRequest } from '../../core/content/contract.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { createRequestLedger } from '../../core/platform/request-ledger.ts';
import { createContentDesk } from './content-desk.ts';
import { publishContent } from './publish-content.ts';

const env = readEnv(DecideContentEnv);
const documents = createDocumentClient();
const desk = createContentDesk(documents, env);

export const handler = httpHandler(
  {
    path: ContentPath,
    body: PublishContentRequest,
    response: Content,
    idempotency: createRequestLedger(documents, env.REQUESTS_TABLE_NAME),
  },
  async ({ contentId }, { shop, subject, now, record }) => {
    const content = await publishContent(shop, contentId, { by: subject, now }, desk);
    record.count('ContentPublished');
    return content;
  },
);
