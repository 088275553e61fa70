import { S3Client } from '@aws-sdk/client-s3';
import { PrepareRunEnv } from '../../core/models/contract.ts';
import { createModelRepository } from '../../core/models/model-repository.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { createLake } from '../../core/platform/lake.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { stepHandler } from '../../core/platform/step-handler.ts';
import { PrepareRunOutput, TrainModelInput } from '../../workflows/train-model/contract.ts';
import { prepareRun } from './prepare-run.ts';

const env = readEnv(PrepareRunEnv);
const models = createModelRepository(createDocumentClient(), env.MODELS_TABLE_NAME);
const lake = createLake(new S3Client(), env.LAKE_BUCKET_NAME);

export const handler = stepHandler({ input: TrainModelInput, output: PrepareRunOutput }, (input) =>
  prepareRun(input, models, lake),
);
