import type { ShopId } from '../platform/contract.ts';
import type { Lake } from '../platform/lake.ts';
import { sealText } from '../platform/sealed-text.ts';
import type { ShopSecrets } from '../platform/shop-secrets.ts';

/** An acknowledged event that the consumer cannot read. `raw` may name a person. */
export interface PoisonedEvent {
  readonly reason: string;
  readonly raw: unknown;
}

/**
 * Puts events aside that nobody can read, so that they stop nobody else and can be looked at later. They may name
 * people, which the lake never does: they lie there encrypted under a key of the shop.
 */
export async function quarantineEvents(
  shop: ShopId,
  events: readonly PoisonedEvent[],
  { lake, secrets, now }: { lake: Pick<Lake, 'append'>; secrets: Pick<ShopSecrets, 'keyFor'>; now: Date },
): Promise<void> {
  const key = await secrets.keyFor(shop, 'quarantine');
  const rows = events.map(({ reason, raw }) => {
    return { shop, at: now.toISOString(), reason, sealed: sealText(key, JSON.stringify(raw), shop) };
  });
  await lake.append('quarantine', shop, now.toISOString().slice(0, 10), rows);
}
