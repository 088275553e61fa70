import { createBatchRepository } from '../../core/content/batch-repository.ts';
import { ContentEnv } from '../../core/content/contract.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { stepHandler } from '../../core/platform/step-handler.ts';
import { EndBatchInput, EndBatchOutput } from '../../workflows/generate-content/contract.ts';

const batches = createBatchRepository(createDocumentClient(), readEnv(ContentEnv).CONTENT_TABLE_NAME);

export const handler = stepHandler(
  { input: EndBatchInput, output: EndBatchOutput },
  async ({ shop, batchId, status, reason }, { now }) => {
    await batches.patch(shop, batchId, { status, endedAt: now.toISOString(), ...(reason ? { reason } : {}) });
    return { status };
  },
);
