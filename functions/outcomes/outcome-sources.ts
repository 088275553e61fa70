import { S3Client } from '@aws-sdk/client-s3';
import type { TrackEnv } from '../../core/campaigns/env.ts';
import { createMessageRepository } from '../../core/campaigns/message-repository.ts';
import { createLake } from '../../core/platform/lake.ts';
import { createPreferenceSources } from '../channels/preference-sources.ts';

export function createOutcomeSources(env: TrackEnv) {
  const sources = createPreferenceSources(env);
  return {
    ...sources,
    messages: createMessageRepository(sources.documents, env.CAMPAIGNS_TABLE_NAME, sources.contacts),
    lake: createLake(new S3Client(), env.LAKE_BUCKET_NAME),
  };
}
