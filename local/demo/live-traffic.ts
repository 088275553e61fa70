import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient } from '../api-client.ts';
import { createRandom } from './random.ts';
import type { DemoShop } from './shop.ts';
import { visitOnce } from './visits.ts';

export interface LiveTrafficOptions {
  readonly shop: DemoShop;
  readonly tracker: ApiClient;
  readonly signal: AbortSignal;
  /** Mean pause between two visits. @default 2000 */
  readonly pauseMs?: number;
}

/** Shoppers keep coming, a visit every few seconds, until `signal` says stop. A lost batch is the next visit's concern. */
export async function keepShopping({ shop, tracker, signal, pauseMs = 2_000 }: LiveTrafficOptions): Promise<void> {
  const random = createRandom(Date.now());
  const categories = [...shop.world.byCategory.keys()];
  while (!signal.aborted) {
    const visit = visitOnce(
      random.pick(shop.shoppers),
      shop.world,
      random.pick(categories),
      Date.now(),
      new Set(),
      random,
    );
    // A visit is simulated at once; its calls carry the time of sending, as a browser's would.
    const batch = visit.calls.map((call, index) => ({
      ...call,
      timestamp: new Date(Date.now() - (visit.calls.length - index) * 50).toISOString(),
    }));
    if (batch.length) await tracker.post('/batch', { batch });
    await sleep(pauseMs * (0.5 + random.uniform()), undefined, { signal }).catch(() => undefined);
  }
}
