import { createContentRepository } from '../../core/content/content-repository.ts';
import { ContentEnv, ContentPage, ListContentQuery } from '../../core/content/contract.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';

const contents = createContentRepository(createDocumentClient(), readEnv(ContentEnv).CONTENT_TABLE_NAME);

export const handler = httpHandler({ query: ListContentQuery, response: ContentPage }, (query, { shop }) =>
  contents.list(shop, query),
);
