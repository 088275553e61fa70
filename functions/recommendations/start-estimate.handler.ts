import { SFNClient } from '@aws-sdk/client-sfn';
import { ulid } from 'ulid';
import {
  EstimatesPath,
  StartEstimateEnv,
  StartEstimateRequest,
  StartEstimateResponse,
} from '../../core/experiments/estimate-contract.ts';
import { createEstimateRepository } from '../../core/experiments/estimate-repository.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { createRequestLedger } from '../../core/platform/request-ledger.ts';
import { createExecutions } from '../models/start-execution.ts';
import { startEstimate } from './start-estimate.ts';

const env = readEnv(StartEstimateEnv);
const documents = createDocumentClient();
const starter = {
  estimates: createEstimateRepository(documents, env.RECIPES_TABLE_NAME),
  executions: createExecutions(new SFNClient(), env.ESTIMATE_POLICIES_STATE_MACHINE_ARN),
};

export const handler = httpHandler(
  {
    path: EstimatesPath,
    body: StartEstimateRequest,
    response: StartEstimateResponse,
    status: 202,
    idempotency: createRequestLedger(documents, env.REQUESTS_TABLE_NAME),
  },
  ({ surface, ...request }, { shop, now }) =>
    startEstimate({ shop, surface, estimateId: ulid().toLowerCase(), request, now }, starter),
);
