import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import type * as z from 'zod';
import { createArtifacts } from '../../core/models/artifacts.ts';
import type { SmokeTestEnv } from '../../core/models/contract.ts';
import { createModelRepository } from '../../core/models/model-repository.ts';
import type { ModelName } from '../../core/models/names.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { createCandidateRepository } from '../../core/recommendations/candidate-repository.ts';
import type { SmokeTestInput } from '../../workflows/train-model/contract.ts';
import { createEndpointCaller } from './invoke-endpoint.ts';
import { smokeTestEndpoint } from './smoke-test-endpoint.ts';

/** The smoke test with the tables, the bucket and the deadlines of its function. */
export function createSmokeTest(env: SmokeTestEnv) {
  const documents = createDocumentClient();
  const sources = {
    models: createModelRepository(documents, env.MODELS_TABLE_NAME),
    candidates: createCandidateRepository(documents, env.CANDIDATES_TABLE_NAME),
    artifacts: createArtifacts(new S3Client(), env.ARTIFACTS_BUCKET_NAME),
  };
  const invoke = createEndpointCaller(new SageMakerRuntimeClient());
  /** How long a slate waits for a model; a model that no slate waits for has none. */
  const deadlines: Partial<Record<ModelName, number>> = {
    purchase: env.RERANK_DEADLINE_MS,
    recommender: env.RECOMMEND_DEADLINE_MS,
  };
  return (input: z.infer<typeof SmokeTestInput>, now: Date) =>
    smokeTestEndpoint(input, now, sources, { invoke, deadlineMs: deadlines[input.model] });
}
