import { createDocumentClient } from '../../core/platform/document-client.ts';
import { withFault } from '../../core/platform/fault.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { SlateBatch, SlateBatchesEnv, SlateBatchPath } from '../../core/recommendations/batch-contract.ts';
import { createSlateBatchRepository } from '../../core/recommendations/batch-repository.ts';

const batches = createSlateBatchRepository(createDocumentClient(), readEnv(SlateBatchesEnv).RECIPES_TABLE_NAME);

export const handler = httpHandler({ path: SlateBatchPath, response: SlateBatch }, async ({ batchId }, { shop }) =>
  withFault(await batches.get(shop, batchId)),
);
