import { SFNClient } from '@aws-sdk/client-sfn';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { withFault } from '../../core/platform/fault.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { SlateBatch, SlateBatchPath, StopSlateBatchEnv } from '../../core/recommendations/batch-contract.ts';
import { createSlateBatchRepository } from '../../core/recommendations/batch-repository.ts';
import { createExecutions } from '../models/start-execution.ts';
import { stopSlateBatch } from './stop-slate-batch.ts';

const env = readEnv(StopSlateBatchEnv);
const stopper = {
  batches: createSlateBatchRepository(createDocumentClient(), env.RECIPES_TABLE_NAME),
  executions: createExecutions(new SFNClient(), env.RECOMMEND_BATCH_STATE_MACHINE_ARN),
};

export const handler = httpHandler(
  { path: SlateBatchPath, response: SlateBatch },
  async ({ batchId }, { shop, now, record }) => {
    const batch = await stopSlateBatch(shop, { batchId, now }, stopper);
    record.count('SlateBatchStopped');
    return withFault(batch);
  },
);
