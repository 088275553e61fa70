import { S3Client } from '@aws-sdk/client-s3';
import { createArtifacts } from '../../core/models/artifacts.ts';
import { PublishCandidatesEnv } from '../../core/models/contract.ts';
import { createModelRepository } from '../../core/models/model-repository.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { stepHandler } from '../../core/platform/step-handler.ts';
import { createCandidateRepository } from '../../core/recommendations/candidate-repository.ts';
import { PublishCandidatesInput, PublishCandidatesOutput } from '../../workflows/train-model/contract.ts';
import { publishCandidates } from './publish-candidates.ts';

const env = readEnv(PublishCandidatesEnv);
const documents = createDocumentClient();
const models = createModelRepository(documents, env.MODELS_TABLE_NAME);
const candidates = createCandidateRepository(documents, env.CANDIDATES_TABLE_NAME);
const artifacts = createArtifacts(new S3Client(), env.ARTIFACTS_BUCKET_NAME);

export const handler = stepHandler(
  { input: PublishCandidatesInput, output: PublishCandidatesOutput },
  (input, { now }) => publishCandidates(input, now, artifacts, candidates, models),
);
