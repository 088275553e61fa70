import { SFNClient } from '@aws-sdk/client-sfn';
import {
  StartTrainingEnv,
  StartTrainingPath,
  StartTrainingRequest,
  StartTrainingResponse,
} from '../../core/models/contract.ts';
import { createModelRepository } from '../../core/models/model-repository.ts';
import { unpackPlans } from '../../core/models/packed-plans.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { createRequestLedger } from '../../core/platform/request-ledger.ts';
import { createExecutions } from './start-execution.ts';
import { startTraining } from './start-training.ts';

const env = readEnv(StartTrainingEnv);
const documents = createDocumentClient();
const models = createModelRepository(documents, env.MODELS_TABLE_NAME);
const executions = createExecutions(new SFNClient(), env.TRAIN_MODEL_STATE_MACHINE_ARN);
const plans = unpackPlans(env.MODEL_PLANS);

export const handler = httpHandler(
  {
    path: StartTrainingPath,
    body: StartTrainingRequest,
    response: StartTrainingResponse,
    status: 202,
    idempotency: createRequestLedger(documents, env.REQUESTS_TABLE_NAME),
  },
  ({ name, ...request }, { shop, requestId, now }) =>
    startTraining({ shop, model: name, request, trigger: 'demand', orderId: requestId, now }, plans, {
      models,
      executions,
    }),
);
