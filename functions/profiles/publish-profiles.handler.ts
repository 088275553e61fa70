import { S3Client } from '@aws-sdk/client-s3';
import { createArtifacts } from '../../core/models/artifacts.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { stepHandler } from '../../core/platform/step-handler.ts';
import { PublishProfilesEnv } from '../../core/profiles/contract.ts';
import { createProfileRepository } from '../../core/profiles/profile-repository.ts';
import { PublishProfilesInput, PublishProfilesOutput } from '../../workflows/refresh-profiles/contract.ts';
import { publishProfiles } from './publish-profiles.ts';

const env = readEnv(PublishProfilesEnv);
const ports = {
  artifacts: createArtifacts(new S3Client(), env.ARTIFACTS_BUCKET_NAME),
  profiles: createProfileRepository(createDocumentClient(), env.PROFILES_TABLE_NAME),
};

export const handler = stepHandler({ input: PublishProfilesInput, output: PublishProfilesOutput }, (input, { now }) =>
  publishProfiles(input, ports, now),
);
