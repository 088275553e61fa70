import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type * as z from 'zod';
import { factsOfError, type InvocationRecord, openRecord, recordOf } from './invocation-record.ts';

export interface QueueMessage<Body> {
  readonly messageId: string;
  readonly body: Body;
  /** When SQS took it. */
  readonly sentAt: Date;
}

export interface QueueCall {
  readonly now: Date;
  readonly record: InvocationRecord;
}

/**
 * A consumer of SQS. It is given every message of a batch that the schema can read and answers the ids of those to
 * be delivered again; one that cannot be read fails alone, and a throw fails the whole batch.
 */
export function queueHandler<Body extends z.ZodType>(
  { message }: { readonly message: Body },
  consume: (messages: readonly QueueMessage<z.output<Body>>[], call: QueueCall) => Promise<readonly string[]>,
) {
  return middy<SQSEvent, SQSBatchResponse>()
    .before(({ context }) => {
      openRecord(context);
    })
    .after(({ context, response }) => {
      const failed = response?.batchItemFailures.length ?? 0;
      recordOf(context).close(failed ? 'WARN' : 'INFO', { failed });
    })
    .onError(({ context, error }) => recordOf(context).close('ERROR', factsOfError(error)))
    .handler(async (event: SQSEvent, context: Context) => {
      const record = recordOf(context);
      const readings = event.Records.map((raw) => read(message, raw));
      const readable = readings.flatMap((reading) => ('message' in reading ? [reading.message] : []));
      const unreadable = readings.flatMap((reading) => ('unreadable' in reading ? [reading.unreadable] : []));
      record.fact('messages', event.Records.length);
      if (unreadable.length) record.count('MessageUnreadable', unreadable.length);
      const failed = readable.length ? await consume(readable, { now: new Date(), record }) : [];
      return { batchItemFailures: [...unreadable, ...failed].map((itemIdentifier) => ({ itemIdentifier })) };
    });
}

type Reading<Body> = { readonly message: QueueMessage<Body> } | { readonly unreadable: string };

function read<Body extends z.ZodType>(schema: Body, raw: SQSRecord): Reading<z.output<Body>> {
  const parsed = schema.safeParse(jsonOrUndefined(raw.body));
  if (!parsed.success) return { unreadable: raw.messageId };
  const sentAt = new Date(Number(raw.attributes.SentTimestamp));
  return { message: { messageId: raw.messageId, body: parsed.data, sentAt } };
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
