import { setTimeout as sleep } from 'node:timers/promises';
import { winBack } from '../../core/campaigns/library.ts';
import type { ApiClient } from '../../local/api-client.ts';
import { type CapturedMessage, verifySender } from '../../local/inbox.ts';

const PER_REQUEST = 500;
const DAY_MS = 86_400_000;

/** Of ten customers six may be written to, two agreed to nothing and two are suppressed. */
export type Kind = 'wanted' | 'no-consent' | 'suppressed';
export const kindOf = (index: number): Kind =>
  index % 10 < 6 ? 'wanted' : index % 10 < 8 ? 'no-consent' : 'suppressed';

export interface Crowd {
  readonly size: number;
  /** Of this crowd alone: every shop of a platform writes into one inbox. */
  readonly domain: string;
}

export const customerOf = (index: number) => `crowd-${String(index).padStart(5, '0')}`;
export const addressOf = ({ domain }: Crowd, index: number) => `${customerOf(index)}@${domain}`;

/** A shop of lapsed customers and a win-back campaign without a holdout, so that everybody who is wanted is known. */
export async function gatherCrowd(
  crowd: Crowd,
  { server, tracker, publicUrl }: { server: ApiClient; tracker: ApiClient; publicUrl: string },
): Promise<void> {
  const all = Array.from({ length: crowd.size }, (_, index) => index);
  const ago = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();
  await verifySender('shop@demo.example');
  await server.put('/channels', {
    from: { name: 'Demo shop', email: 'shop@demo.example' },
    publicUrl,
    shopUrl: 'https://demo.example/',
    itemUrl: 'https://demo.example/items/{itemId}',
    postalAddress: 'Demo Street 1',
    quietHours: { from: '00:00', to: '00:00' },
  });
  await server.post('/items', { items: [{ itemId: 'lamp', title: 'Lamp', price: 1_999 }] });
  await inBatches(all, (some) =>
    server.post('/customers', {
      customers: some.map((index) => ({
        customerId: customerOf(index),
        identifiers: { email: addressOf(crowd, index) },
      })),
    }),
  );
  await inBatches(all, (some) =>
    tracker.post('/batch', {
      batch: some.map((index) => ({
        type: 'track',
        event: 'Order Completed',
        messageId: `crowd-${index}`,
        userId: customerOf(index),
        timestamp: ago(90),
        properties: { order_id: `order-${index}`, products: [{ product_id: 'lamp', price: 19.99, quantity: 1 }] },
      })),
    }),
  );
  const agreed = all.filter((index) => kindOf(index) !== 'no-consent');
  await inBatches(agreed, (some) =>
    server.post('/consents', {
      consents: some.map((index) => ({
        customerId: customerOf(index),
        topic: 'offers',
        granted: true,
        at: ago(100),
      })),
    }),
  );
  await server.post('/campaigns', {
    campaignId: 'win-back',
    definition: { ...winBack, schedule: null, holdoutShare: 0 },
    isActive: false,
  });
}

/** Waits until the shop knows all of the crowd's orders. */
export async function awaitCrowd({ size }: Crowd, matched: () => Promise<number>, patienceMs: number): Promise<void> {
  for (const end = Date.now() + patienceMs; ; await sleep(1_500)) {
    const found = await matched();
    if (found === size) return;
    if (Date.now() > end) throw new Error(`Only ${found} of ${size} customers have their order`);
  }
}

/** Who got a message twice, who got none and was meant, and who got one and must not. */
export function judgeInbox(
  crowd: Crowd,
  inbox: readonly CapturedMessage[],
  isWanted: (index: number) => boolean,
): { sent: number; double: number; missed: number; unwanted: number } {
  const reached = new Map<string, number>();
  for (const { To } of inbox)
    for (const address of To)
      if (address.endsWith(`@${crowd.domain}`)) reached.set(address, (reached.get(address) ?? 0) + 1);
  const indices = Array.from({ length: crowd.size }, (_, index) => index);
  return {
    sent: [...reached.values()].reduce((sum, times) => sum + times, 0),
    double: [...reached.values()].filter((times) => times > 1).length,
    missed: indices.filter((index) => isWanted(index) && !reached.has(addressOf(crowd, index))).length,
    unwanted: indices.filter((index) => !isWanted(index) && reached.has(addressOf(crowd, index))).length,
  };
}

async function inBatches(all: readonly number[], send: (some: readonly number[]) => Promise<unknown>): Promise<void> {
  for (let first = 0; first < all.length; first += PER_REQUEST) await send(all.slice(first, first + PER_REQUEST));
}
