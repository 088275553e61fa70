import { ItemPage, ListItemsEnv, ListItemsQuery } from '../../core/items/contract.ts';
import { createItemRepository } from '../../core/items/item-repository.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { listItems } from './list-items.ts';

const catalogue = createItemRepository(createDocumentClient(), readEnv(ListItemsEnv).ITEMS_TABLE_NAME);

export const handler = httpHandler({ query: ListItemsQuery, response: ItemPage }, (query, { shop }) =>
  listItems(shop, query, catalogue),
);
