import { createDocumentClient } from '../../core/platform/document-client.ts';
import { withFaults } from '../../core/platform/fault.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { ListSlateBatchesQuery, SlateBatchesEnv, SlateBatchPage } from '../../core/recommendations/batch-contract.ts';
import { createSlateBatchRepository } from '../../core/recommendations/batch-repository.ts';

const batches = createSlateBatchRepository(createDocumentClient(), readEnv(SlateBatchesEnv).RECIPES_TABLE_NAME);

export const handler = httpHandler(
  { query: ListSlateBatchesQuery, response: SlateBatchPage },
  async (query, { shop }) => withFaults(await batches.list(shop, query)),
);
