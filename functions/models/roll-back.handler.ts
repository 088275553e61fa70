import { SFNClient } from '@aws-sdk/client-sfn';
import { RollBackEnv, RollBackRequest, StartTrainingPath, StartTrainingResponse } from '../../core/models/contract.ts';
import { createModelRepository } from '../../core/models/model-repository.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { createRequestLedger } from '../../core/platform/request-ledger.ts';
import { rollBack } from './roll-back.ts';
import { createExecutions } from './start-execution.ts';

const env = readEnv(RollBackEnv);
const documents = createDocumentClient();
const models = createModelRepository(documents, env.MODELS_TABLE_NAME);
const executions = createExecutions(new SFNClient(), env.TRAIN_MODEL_STATE_MACHINE_ARN);

export const handler = httpHandler(
  {
    path: StartTrainingPath,
    body: RollBackRequest,
    response: StartTrainingResponse,
    status: 202,
    idempotency: createRequestLedger(documents, env.REQUESTS_TABLE_NAME),
  },
  ({ name, ...request }, { shop, requestId, now }) =>
    rollBack({ shop, model: name, request, orderId: requestId, now }, { models, executions }, models),
);
