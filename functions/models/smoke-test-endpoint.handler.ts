import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { createArtifacts } from '../../core/models/artifacts.ts';
import { SmokeTestEnv } from '../../core/models/contract.ts';
import { createModelRepository } from '../../core/models/model-repository.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { stepHandler } from '../../core/platform/step-handler.ts';
import { createCandidateRepository } from '../../core/recommendations/candidate-repository.ts';
import { SmokeTestInput, SmokeTestOutput } from '../../workflows/train-model/contract.ts';
import { createEndpointCaller } from './invoke-endpoint.ts';
import { deadlineOf, smokeTestEndpoint } from './smoke-test-endpoint.ts';

const env = readEnv(SmokeTestEnv);
const documents = createDocumentClient();
const sources = {
  models: createModelRepository(documents, env.MODELS_TABLE_NAME),
  candidates: createCandidateRepository(documents, env.CANDIDATES_TABLE_NAME),
  artifacts: createArtifacts(new S3Client(), env.ARTIFACTS_BUCKET_NAME),
};
const invoke = createEndpointCaller(new SageMakerRuntimeClient());

export const handler = stepHandler({ input: SmokeTestInput, output: SmokeTestOutput }, (input, { now }) =>
  smokeTestEndpoint(input, now, sources, { invoke, deadlineMs: deadlineOf(input.model, env) }),
);
