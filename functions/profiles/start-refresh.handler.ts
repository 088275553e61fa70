import { SFNClient } from '@aws-sdk/client-sfn';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { createRequestLedger } from '../../core/platform/request-ledger.ts';
import { StartRefreshEnv } from '../../core/profiles/contract.ts';
import { createProfileRepository } from '../../core/profiles/profile-repository.ts';
import { StartRefreshRequest, StartRefreshResponse } from '../../core/profiles/refresh-contract.ts';
import { createExecutions } from '../models/start-execution.ts';
import { startRefresh } from './start-refresh.ts';

const env = readEnv(StartRefreshEnv);
const documents = createDocumentClient();
const starter = {
  profiles: createProfileRepository(documents, env.PROFILES_TABLE_NAME),
  executions: createExecutions(new SFNClient(), env.REFRESH_PROFILES_STATE_MACHINE_ARN),
};
const idempotency = createRequestLedger(documents, env.REQUESTS_TABLE_NAME);

export const handler = httpHandler(
  { body: StartRefreshRequest, response: StartRefreshResponse, status: 202, idempotency },
  (_request, { shop, requestId, now }) => startRefresh({ shop, trigger: 'demand', orderId: requestId, now }, starter),
);
