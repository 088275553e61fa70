import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { ApiClient } from '../local/api-client.ts';
import { takeCensus } from './lake-census.ts';

const EVENTS_PER_CUSTOMER = 40;
export const EVENTS_PER_BATCH = 200;
const CONNECTIONS = 4;

export interface LoadResult {
  readonly acknowledged: ReadonlySet<string>;
  readonly seconds: number;
  /** Milliseconds of each acknowledged batch, sorted. */
  readonly latencies: readonly number[];
}

/** Sends `events` searches in batches over a few connections; an id counts only once its batch was acknowledged. */
export async function sendLoad(
  tracker: ApiClient,
  events: number,
  onProgress: (sent: number) => void,
): Promise<LoadResult> {
  const acknowledged = new Set<string>();
  const latencies: number[] = [];
  const started = Date.now();
  let first = 0;
  const sender = async () => {
    while (first < events) {
      const start = first;
      first += EVENTS_PER_BATCH;
      const batch = batchOf(start, events, started);
      const sentAt = performance.now();
      await untilTaken(() => tracker.post('/batch', { batch }));
      latencies.push(performance.now() - sentAt);
      for (const { messageId } of batch) acknowledged.add(messageId);
      onProgress(acknowledged.size);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, sender));
  return {
    acknowledged,
    seconds: (Date.now() - started) / 1000,
    latencies: latencies.sort((left, right) => left - right),
  };
}

/** The batch that begins with event number `start` of a load of `events`. */
export const batchOf = (start: number, events: number, started: number) =>
  Array.from({ length: Math.min(EVENTS_PER_BATCH, events - start) }, (_, offset) => eventOf(start + offset, started));

/** What a client does whose server is killed again and again: it sends the same batch until it is taken. */
async function untilTaken(send: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await send();
      return;
    } catch (error) {
      if (attempt === 20) throw error;
      await sleep(500);
    }
  }
}

const eventOf = (index: number, started: number) => ({
  type: 'track',
  event: 'Products Searched',
  messageId: `load-${index}`,
  userId: `load-customer-${Math.floor(index / EVENTS_PER_CUSTOMER)}`,
  timestamp: new Date(started - (index % EVENTS_PER_CUSTOMER) * 1_000).toISOString(),
  // The lake keeps no id that a client made; what was searched for tells the events apart there.
  properties: { query: `load-${index}` },
});

export interface Arrival {
  readonly lost: number;
  /** Copies beyond the first: at-least-once storage may hold some; readers dedupe them. */
  readonly copies: number;
  readonly seconds: number;
}

/** Waits until the lake holds every acknowledged event, or until nothing has arrived for `patienceMs`. */
export async function awaitArrival(
  bucket: string,
  shop: string,
  acknowledged: ReadonlySet<string>,
  patienceMs = 60_000,
): Promise<Arrival> {
  const started = Date.now();
  let lastChange = Date.now();
  for (let before = -1; ; ) {
    const census = await takeCensus(bucket, shop);
    const lost = [...acknowledged].filter((id) => !census.has(id)).length;
    if (lost !== before) lastChange = Date.now();
    before = lost;
    if (lost === 0 || Date.now() - lastChange > patienceMs) {
      const copies = [...acknowledged].reduce((sum, id) => sum + Math.max(0, (census.get(id) ?? 0) - 1), 0);
      return { lost, copies, seconds: (Date.now() - started) / 1000 };
    }
    await sleep(2_000);
  }
}

export const percentile = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;

const History = z.object({ history: z.array(z.object({ at: z.string(), itemId: z.string().optional() })) });

/** Events that the online state of some customers shows more than once: an effect that was doubled. */
export async function countDoubled(server: ApiClient, customers: number): Promise<number> {
  let doubled = 0;
  for (let index = 0; index < customers; index++) {
    const { history } = History.parse(await server.get(`/customers/load-customer-${index}`));
    doubled += history.length - new Set(history.map(({ at, itemId }) => `${at} ${itemId}`)).size;
  }
  return doubled;
}
