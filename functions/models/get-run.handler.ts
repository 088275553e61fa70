import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { createArtifacts } from '../../core/models/artifacts.ts';
import { GetRunEnv, RunDetail, RunPath } from '../../core/models/contract.ts';
import { createModelRepository } from '../../core/models/model-repository.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { readSteps } from './read-steps.ts';
import { viewRun } from './view-run.ts';

const env = readEnv(GetRunEnv);
const models = createModelRepository(createDocumentClient(), env.MODELS_TABLE_NAME);
const artifacts = createArtifacts(new S3Client(), env.ARTIFACTS_BUCKET_NAME);
const stepFunctions = new SFNClient();

export const handler = httpHandler({ path: RunPath, response: RunDetail }, ({ name, runId }, { shop }) =>
  viewRun({ shop, model: name, runId }, models, artifacts, (executionArn) => readSteps(stepFunctions, executionArn)),
);
