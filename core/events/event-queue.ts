import { type BatchResultErrorEntry, SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { backOff } from '../platform/back-off.ts';
import type { ShopId } from '../platform/contract.ts';
import { UnavailableError } from '../platform/errors.ts';
import { refusal } from '../platform/refusal.ts';
import type { CollectedEvent, EventsMessage, RowBatch } from './contract.ts';

/** SQS takes 256 KB a call in every region; a message stays well below, because its consumer holds ten at once. */
const MESSAGE_BYTES = 200_000;
const CALL_BYTES = 250_000;
const CALL_MESSAGES = 10;
const ATTEMPTS = 4;

export type EventQueue = ReturnType<typeof createEventQueue>;

/** Where an event is safe: once `send` has returned, SQS has it. */
export function createEventQueue(client: SQSClient, queueUrl: string) {
  async function sendCall(bodies: readonly string[]): Promise<void> {
    let left = bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody }));
    for (let attempt = 1; ; attempt++) {
      const failed = await failuresOf(left).catch((error: unknown) => refuse(attempt, error));
      left = left.filter(({ Id }) => failed?.some((failure) => failure.Id === Id) ?? true);
      if (!left.length) return;
      const first = failed?.[0];
      if (attempt === ATTEMPTS || first?.SenderFault)
        refuse(ATTEMPTS, new Error(first?.Message ?? 'SQS refused a message'));
      await backOff(attempt);
    }
  }

  async function failuresOf(Entries: { Id: string; MessageBody: string }[]): Promise<BatchResultErrorEntry[]> {
    const { Failed } = await client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
    return Failed ?? [];
  }

  const sendAll = async (bodies: readonly string[]) => {
    await Promise.all(groupsBelow(CALL_BYTES, CALL_MESSAGES, bodies).map(sendCall));
  };

  return {
    /** Returns when SQS has every event, and throws UnavailableError when it does not: the caller then sends all again. */
    async send(shop: ShopId, receivedAt: Date, events: readonly CollectedEvent[]): Promise<void> {
      await sendAll(packMessages('events', shop, receivedAt, events));
    },

    /** Rows that the consumer only writes into the lake. */
    async sendRows(kind: RowBatch['kind'], shop: ShopId, receivedAt: Date, rows: readonly object[]): Promise<void> {
      await sendAll(packMessages(kind, shop, receivedAt, rows));
    },
  };
}

/** A try that broke may be tried again; the last one is told to the caller. */
function refuse(attempt: number, cause: unknown): undefined {
  if (attempt < ATTEMPTS) return undefined;
  throw new UnavailableError(refusal('events-untaken', {}), { cause, retryAfterSeconds: 2 });
}

/** As few messages as their size allows, each an `EventsMessage`. */
export function packMessages(
  kind: EventsMessage['kind'],
  shop: ShopId,
  receivedAt: Date,
  rows: readonly object[],
): string[] {
  const envelope = { kind, shop, receivedAt: receivedAt.toISOString() };
  const list = kind === 'events' ? 'events' : 'rows';
  const head = `${JSON.stringify(envelope).slice(0, -1)},"${list}":[`;
  const texts = rows.map((row) => JSON.stringify(row));
  const groups = groupsBelow(MESSAGE_BYTES - head.length - 2, Number.POSITIVE_INFINITY, texts);
  return groups.map((group) => `${head}${group.join(',')}]}`);
}

function groupsBelow(maxBytes: number, maxCount: number, texts: readonly string[]): string[][] {
  const groups: string[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const text of texts) {
    const size = Buffer.byteLength(text) + 1;
    const last = groups.at(-1);
    if (last && bytes + size <= maxBytes && last.length < maxCount) {
      last.push(text);
      bytes += size;
    } else {
      groups.push([text]);
      bytes = size;
    }
  }
  return groups;
}
