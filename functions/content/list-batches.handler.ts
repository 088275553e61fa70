import { BatchPage, ListBatchesQuery } from '../../core/content/batch-contract.ts';
import { createBatchRepository } from '../../core/content/batch-repository.ts';
import { ContentEnv } from '../../core/content/contract.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { withFaults } from '../../core/platform/fault.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';

const batches = createBatchRepository(createDocumentClient(), readEnv(ContentEnv).CONTENT_TABLE_NAME);

export const handler = httpHandler({ query: ListBatchesQuery, response: BatchPage }, async (query, { shop }) =>
  withFaults(await batches.list(shop, query)),
);
