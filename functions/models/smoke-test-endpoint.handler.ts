import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { SmokeTestEnv } from '../../core/models/contract.ts';
import { createModelRepository } from '../../core/models/model-repository.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { stepHandler } from '../../core/platform/step-handler.ts';
import { createCandidateRepository } from '../../core/recommendations/candidate-repository.ts';
import { SmokeTestInput, SmokeTestOutput } from '../../workflows/train-model/contract.ts';
import { createEndpointCaller } from './invoke-endpoint.ts';
import { smokeTestEndpoint } from './smoke-test-endpoint.ts';

const env = readEnv(SmokeTestEnv);
const documents = createDocumentClient();
const models = createModelRepository(documents, env.MODELS_TABLE_NAME);
const candidates = createCandidateRepository(documents, env.CANDIDATES_TABLE_NAME);
const invoke = createEndpointCaller(new SageMakerRuntimeClient());

export const handler = stepHandler({ input: SmokeTestInput, output: SmokeTestOutput }, (input, { now }) =>
  smokeTestEndpoint(input, now, models, candidates, invoke),
);
