import { SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { COLLECT_LIMITS, CollectEventsEnv, CollectReceipt } from '../../core/events/contract.ts';
import { createEventQueue } from '../../core/events/event-queue.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { collectEvents } from './collect-events.ts';

const queue = createEventQueue(new SQSClient(), readEnv(CollectEventsEnv).EVENTS_QUEUE_URL);

export const handler = httpHandler(
  {
    body: z.record(z.string(), z.unknown()),
    response: CollectReceipt,
    roles: ['server', 'browser'],
    maxBodyBytes: COLLECT_LIMITS.batchBytes,
  },
  (body, call) => collectEvents(body, call, queue),
);
