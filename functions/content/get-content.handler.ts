import { createContentRepository } from '../../core/content/content-repository.ts';
import { Content, ContentEnv, ContentPath } from '../../core/content/contract.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';

const contents = createContentRepository(createDocumentClient(), readEnv(ContentEnv).CONTENT_TABLE_NAME);

export const handler = httpHandler({ path: ContentPath, response: Content }, ({ contentId }, { shop }) =>
  contents.get(shop, contentId),
);
