import { ItemPage, ListItemsEnv } from '../../core/items/contract.ts';
import { createItemRepository } from '../../core/items/item-repository.ts';
import { PageQuery } from '../../core/platform/contract.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';

const catalogue = createItemRepository(createDocumentClient(), readEnv(ListItemsEnv).ITEMS_TABLE_NAME);

export const handler = httpHandler({ query: PageQuery, response: ItemPage }, (query, { shop }) =>
  catalogue.list(shop, query),
);
