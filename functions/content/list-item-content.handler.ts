import { createContentRepository } from '../../core/content/content-repository.ts';
import { ContentEnv, ItemContent, ItemContentPath } from '../../core/content/contract.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { listItemContent } from './list-item-content.ts';

const contents = createContentRepository(createDocumentClient(), readEnv(ContentEnv).CONTENT_TABLE_NAME);

export const handler = httpHandler({ path: ItemContentPath, response: ItemContent }, ({ itemId }, { shop }) =>
  listItemContent(shop, itemId, contents),
);
