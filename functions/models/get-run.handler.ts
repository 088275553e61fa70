import { SFNClient } from '@aws-sdk/client-sfn';
import { ModelsEnv, RunDetail, RunPath } from '../../core/models/contract.ts';
import { createModelRepository } from '../../core/models/model-repository.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { readSteps } from './read-steps.ts';
import { viewRun } from './view-run.ts';

const models = createModelRepository(createDocumentClient(), readEnv(ModelsEnv).MODELS_TABLE_NAME);
const stepFunctions = new SFNClient();

export const handler = httpHandler({ path: RunPath, response: RunDetail }, ({ name, runId }, { shop }) =>
  viewRun({ shop, model: name, runId }, models, (executionArn) => readSteps(stepFunctions, executionArn)),
);
