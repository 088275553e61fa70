import { S3Client } from '@aws-sdk/client-s3';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { stepHandler } from '../../core/platform/step-handler.ts';
import { EndSlateBatchEnv } from '../../core/recommendations/batch-contract.ts';
import { createBatchFiles } from '../../core/recommendations/batch-files.ts';
import { createSlateBatchRepository } from '../../core/recommendations/batch-repository.ts';
import { EndSlateBatchInput, EndSlateBatchOutput } from '../../workflows/recommend-batch/contract.ts';
import { endSlateBatch } from './end-slate-batch.ts';

const env = readEnv(EndSlateBatchEnv);
const batches = createSlateBatchRepository(createDocumentClient(), env.RECIPES_TABLE_NAME);
const files = createBatchFiles(new S3Client(), env.ARTIFACTS_BUCKET_NAME);

export const handler = stepHandler({ input: EndSlateBatchInput, output: EndSlateBatchOutput }, (input, { now }) =>
  endSlateBatch(input, now, batches, files),
);
