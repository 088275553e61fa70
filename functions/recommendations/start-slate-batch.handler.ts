import { SFNClient } from '@aws-sdk/client-sfn';
import { ulid } from 'ulid';
import { createItemRepository } from '../../core/items/item-repository.ts';
import { createModelRepository } from '../../core/models/model-repository.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { createRequestLedger } from '../../core/platform/request-ledger.ts';
import {
  StartSlateBatchEnv,
  StartSlateBatchRequest,
  StartSlateBatchResponse,
} from '../../core/recommendations/batch-contract.ts';
import { createSlateBatchRepository } from '../../core/recommendations/batch-repository.ts';
import { createRecipeRepository } from '../../core/recommendations/recipe-repository.ts';
import { createExecutions } from '../models/start-execution.ts';
import { startSlateBatch } from './start-slate-batch.ts';

const env = readEnv(StartSlateBatchEnv);
const documents = createDocumentClient();
const starter = {
  batches: createSlateBatchRepository(documents, env.RECIPES_TABLE_NAME),
  recipes: createRecipeRepository(documents, env.RECIPES_TABLE_NAME),
  items: createItemRepository(documents, env.ITEMS_TABLE_NAME),
  models: createModelRepository(documents, env.MODELS_TABLE_NAME),
  executions: createExecutions(new SFNClient(), env.RECOMMEND_BATCH_STATE_MACHINE_ARN),
};

export const handler = httpHandler(
  {
    body: StartSlateBatchRequest,
    response: StartSlateBatchResponse,
    status: 202,
    idempotency: createRequestLedger(documents, env.REQUESTS_TABLE_NAME),
  },
  (request, { shop, now }) => startSlateBatch({ shop, batchId: ulid().toLowerCase(), request, now }, starter),
);
