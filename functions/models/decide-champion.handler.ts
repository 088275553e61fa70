import { S3Client } from '@aws-sdk/client-s3';
import { createArtifacts } from '../../core/models/artifacts.ts';
import { DecideChampionEnv } from '../../core/models/contract.ts';
import { createModelRepository } from '../../core/models/model-repository.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { stepHandler } from '../../core/platform/step-handler.ts';
import { DecideChampionInput, DecideChampionOutput } from '../../workflows/train-model/contract.ts';
import { decideForRun } from './decide-champion.ts';

const env = readEnv(DecideChampionEnv);
const models = createModelRepository(createDocumentClient(), env.MODELS_TABLE_NAME);
const artifacts = createArtifacts(new S3Client(), env.ARTIFACTS_BUCKET_NAME);

export const handler = stepHandler({ input: DecideChampionInput, output: DecideChampionOutput }, (input, { now }) =>
  decideForRun(input, now, artifacts, models),
);
