import { SFNClient } from '@aws-sdk/client-sfn';
import { ulid } from 'ulid';
import { StartBatchEnv, StartBatchRequest, StartBatchResponse } from '../../core/content/batch-contract.ts';
import { createBatchRepository } from '../../core/content/batch-repository.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { createRequestLedger } from '../../core/platform/request-ledger.ts';
import { createExecutions } from '../models/start-execution.ts';
import { startBatch } from './start-batch.ts';

const env = readEnv(StartBatchEnv);
const documents = createDocumentClient();
const batches = createBatchRepository(documents, env.CONTENT_TABLE_NAME);
const executions = createExecutions(new SFNClient(), env.GENERATE_CONTENT_STATE_MACHINE_ARN);

export const handler = httpHandler(
  {
    body: StartBatchRequest,
    response: StartBatchResponse,
    status: 202,
    idempotency: createRequestLedger(documents, env.REQUESTS_TABLE_NAME),
  },
  (request, { shop, now }) => startBatch({ shop, batchId: ulid().toLowerCase(), request, now }, batches, executions),
);
