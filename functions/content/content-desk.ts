import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createContentRepository } from '../../core/content/content-repository.ts';
import type { ContentDeskEnv } from '../../core/content/contract.ts';
import { createItemRepository } from '../../core/items/item-repository.ts';

/** Texts, and the catalogue that they are held against. */
export const createContentDesk = (documents: DynamoDBDocumentClient, env: ContentDeskEnv) => ({
  catalogue: createItemRepository(documents, env.ITEMS_TABLE_NAME),
  contents: createContentRepository(documents, env.CONTENT_TABLE_NAME),
});
