import { S3Client } from '@aws-sdk/client-s3';
import { EndEstimateEnv } from '../../core/experiments/estimate-contract.ts';
import { createEstimateRepository } from '../../core/experiments/estimate-repository.ts';
import { createArtifacts } from '../../core/models/artifacts.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { stepHandler } from '../../core/platform/step-handler.ts';
import { EndEstimateInput, EndEstimateOutput } from '../../workflows/estimate-policies/contract.ts';
import { endEstimate } from './end-estimate.ts';

const env = readEnv(EndEstimateEnv);
const ports = {
  artifacts: createArtifacts(new S3Client(), env.ARTIFACTS_BUCKET_NAME),
  estimates: createEstimateRepository(createDocumentClient(), env.RECIPES_TABLE_NAME),
};

export const handler = stepHandler({ input: EndEstimateInput, output: EndEstimateOutput }, (input, { now }) =>
  endEstimate(input, ports, now),
);
