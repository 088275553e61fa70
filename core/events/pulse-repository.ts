import { type DynamoDBDocumentClient, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { ShopId } from '../platform/contract.ts';
import { pageOfRows } from '../platform/partition-rows.ts';
import { type LakeEvent, LatestEvent } from './contract.ts';

/** Writers at once spread over so many rows. */
const SHARDS = 4;
const KEPT_SECONDS = 2 * 60 * 60;
const LATEST = 20;
const MINUTE = 'MINUTE#';

const PulseRow = z.object({
  sk: z.string(),
  events: z.number().optional(),
  latest: z.array(LatestEvent).optional(),
});

/** The last hour by the minute of receipt, oldest first, and the latest events. */
export interface Pulse {
  readonly minutes: readonly { readonly minute: string; readonly events: number }[];
  readonly latest: readonly LatestEvent[];
}

export type PulseRepository = ReturnType<typeof createPulseRepository>;

/**
 * How many events a shop sends just now. A message that is delivered twice is counted twice: this is for watching,
 * and whatever must be exact counts message ids in the lake.
 */
export function createPulseRepository(client: DynamoDBDocumentClient, tableName: string) {
  return {
    async add(shop: ShopId, events: readonly LakeEvent[], now: Date): Promise<void> {
      const shard = Math.floor(Math.random() * SHARDS);
      const expiresAt = Math.floor(now.getTime() / 1000) + KEPT_SECONDS;
      const perMinute = Map.groupBy(events, ({ receivedAt }) => receivedAt.slice(0, 16));
      const counts = [...perMinute].map(([minute, received]) =>
        client.send(
          new UpdateCommand({
            TableName: tableName,
            Key: { pk: pulseKey(shop), sk: `${MINUTE}${minute}#${shard}` },
            UpdateExpression: 'ADD events :count SET expiresAt = :expiresAt',
            ExpressionAttributeValues: { ':count': received.length, ':expiresAt': expiresAt },
          }),
        ),
      );
      const Item = { pk: pulseKey(shop), sk: `LATEST#${shard}`, latest: latestOf(events), expiresAt };
      await Promise.all([...counts, client.send(new PutCommand({ TableName: tableName, Item }))]);
    },

    async read(shop: ShopId, now: Date): Promise<Pulse> {
      const since = new Date(now.getTime() - 60 * 60_000).toISOString().slice(0, 16);
      const { data: rows } = await pageOfRows(client, { tableName, pk: pulseKey(shop) }, {}, PulseRow);
      const counted = rows.filter(({ sk }) => sk.startsWith(MINUTE) && minuteOf(sk) > since);
      const minutes = [...Map.groupBy(counted, ({ sk }) => minuteOf(sk))].map(([minute, shards]) => ({
        minute,
        events: shards.reduce((sum, { events = 0 }) => sum + events, 0),
      }));
      const latest = rows.flatMap((row) => row.latest ?? []).sort((left, right) => compareReceived(right, left));
      return { minutes, latest: latest.slice(0, LATEST) };
    },
  };
}

function latestOf(events: readonly LakeEvent[]): LatestEvent[] {
  const newest = [...events].sort((left, right) => compareReceived(right, left)).slice(0, LATEST);
  return newest.map(({ messageId, type, event, customer, isKnown, receivedAt, items }) => {
    const itemId = items[0]?.itemId;
    return { messageId, type, event, customer, isKnown, receivedAt, ...(itemId === undefined ? {} : { itemId }) };
  });
}

type Received = Pick<LatestEvent, 'receivedAt' | 'messageId'>;

const compareReceived = (left: Received, right: Received) =>
  left.receivedAt.localeCompare(right.receivedAt) || left.messageId.localeCompare(right.messageId);
const minuteOf = (sk: string) => sk.slice(MINUTE.length, MINUTE.length + 16);
const pulseKey = (shop: ShopId) => `SHOP#${shop}#PULSE`;
