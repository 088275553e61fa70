import { createBatchRepository } from '../../core/content/batch-repository.ts';
import { ContentDeskEnv } from '../../core/content/contract.ts';
import { createItemRepository } from '../../core/items/item-repository.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { stepHandler } from '../../core/platform/step-handler.ts';
import { PickItemsInput, PickItemsOutput } from '../../workflows/generate-content/contract.ts';
import { pickBatchItems } from './pick-batch-items.ts';

const env = readEnv(ContentDeskEnv);
const documents = createDocumentClient();
const batches = createBatchRepository(documents, env.CONTENT_TABLE_NAME);
const catalogue = createItemRepository(documents, env.ITEMS_TABLE_NAME);

export const handler = stepHandler({ input: PickItemsInput, output: PickItemsOutput }, (input) =>
  pickBatchItems(input, batches, catalogue),
);
