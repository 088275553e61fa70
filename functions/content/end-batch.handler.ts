import { createBatchRepository } from '../../core/content/batch-repository.ts';
import { ContentEnv } from '../../core/content/contract.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { stepHandler } from '../../core/platform/step-handler.ts';
import { EndBatchInput, EndBatchOutput } from '../../workflows/generate-content/contract.ts';
import { endBatch } from './end-batch.ts';

const batches = createBatchRepository(createDocumentClient(), readEnv(ContentEnv).CONTENT_TABLE_NAME);

export const handler = stepHandler({ input: EndBatchInput, output: EndBatchOutput }, (input, { now }) =>
  endBatch(input, now, batches),
);
