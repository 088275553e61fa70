import type { ApiClient } from '../api-client.ts';
import type { DemoItem } from './catalogue.ts';
import { type DemoShop, historyOf } from './shop.ts';
import type { DemoCall } from './visits.ts';

/** Below the 500 KB and 1,000 events that one batch may have. */
const BATCH_BYTES = 440_000;
const BATCH_EVENTS = 1_000;
const ITEMS_PER_REQUEST = 500;
const REQUESTS_AT_ONCE = 3;

export interface SeedOptions {
  readonly shop: DemoShop;
  /** Signs with the secret key. */
  readonly server: ApiClient;
  /** Signs with the write key, as a tracking client does. */
  readonly tracker: ApiClient;
  readonly end: Date;
  readonly days: number;
  readonly onProgress: (sent: number) => void;
}

/** Sends catalogue and history through the front door. Message ids come from the world, so a second run adds nothing. */
export async function seedDemoShop({ shop, server, tracker, end, days, onProgress }: SeedOptions): Promise<number> {
  for (let first = 0; first < shop.items.length; first += ITEMS_PER_REQUEST) {
    await server.post('/items', { items: shop.items.slice(first, first + ITEMS_PER_REQUEST).map(toCatalogueItem) });
  }
  let sent = 0;
  const batches = batchesOf(historyOf(shop, end, days));
  const worker = async () => {
    for (const batch of batches) {
      await tracker.post('/batch', { batch });
      sent += batch.length;
      onProgress(sent);
    }
  };
  await Promise.all(Array.from({ length: REQUESTS_AT_ONCE }, worker));
  return sent;
}

export function* batchesOf(calls: Iterable<DemoCall>): Generator<DemoCall[]> {
  let batch: DemoCall[] = [];
  let bytes = 0;
  for (const call of calls) {
    const size = JSON.stringify(call).length + 1;
    if (batch.length && (bytes + size > BATCH_BYTES || batch.length === BATCH_EVENTS)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(call);
    bytes += size;
  }
  if (batch.length) yield batch;
}

/** What a shop's catalogue export says of an item; the world's tastes stay in the world. */
function toCatalogueItem({ itemId, title, description, category, brand, attributes, price }: DemoItem) {
  return { itemId, title, description, category: [...category], brand, attributes, price, stock: 100 };
}
