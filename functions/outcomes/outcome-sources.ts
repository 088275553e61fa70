import { SQSClient } from '@aws-sdk/client-sqs';
import type { TrackEnv } from '../../core/campaigns/env.ts';
import { createMessageRepository } from '../../core/campaigns/message-repository.ts';
import { createEventQueue } from '../../core/events/event-queue.ts';
import { createPreferenceSources } from '../channels/preference-sources.ts';

export function createOutcomeSources(env: TrackEnv) {
  const sources = createPreferenceSources(env);
  return {
    ...sources,
    messages: createMessageRepository(sources.documents, env.CAMPAIGNS_TABLE_NAME, sources.contacts),
    queue: createEventQueue(new SQSClient(), env.EVENTS_QUEUE_URL),
  };
}
