import { ItemFields, ListItemsEnv } from '../../core/items/contract.ts';
import { createItemRepository } from '../../core/items/item-repository.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { listItemFields } from './list-item-fields.ts';
import { createCatalogueReader } from './read-catalogue.ts';

const catalogue = createItemRepository(createDocumentClient(), readEnv(ListItemsEnv).ITEMS_TABLE_NAME);
const readCatalogue = createCatalogueReader(catalogue);

export const handler = httpHandler({ response: ItemFields }, (_, { shop }) => listItemFields(shop, readCatalogue));
