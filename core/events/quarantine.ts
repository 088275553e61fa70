import { createCipheriv, randomBytes } from 'node:crypto';
import type { ShopId } from '../platform/contract.ts';
import type { DataKeys } from '../platform/data-keys.ts';
import type { Lake } from '../platform/lake.ts';

/** An acknowledged event that the consumer cannot read. `raw` may name a person. */
export interface PoisonedEvent {
  readonly reason: string;
  readonly raw: unknown;
}

export const quarantineKeyContext = (shop: ShopId) => ({ shop, purpose: 'quarantine' });

/**
 * Puts events aside that nobody can read, so that they stop nobody else and can be looked at later. They may name
 * people, which the lake never does: they lie there encrypted under a data key of their own, wrapped by KMS.
 */
export async function quarantineEvents(
  shop: ShopId,
  events: readonly PoisonedEvent[],
  { lake, dataKeys, now }: { lake: Pick<Lake, 'append'>; dataKeys: Pick<DataKeys, 'generate'>; now: Date },
): Promise<void> {
  const { plain, wrapped } = await dataKeys.generate(quarantineKeyContext(shop));
  const rows = events.map(({ reason, raw }) => {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', plain, iv).setAAD(Buffer.from(shop));
    const text = Buffer.concat([cipher.update(JSON.stringify(raw), 'utf8'), cipher.final()]);
    const sealed = Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64');
    return { shop, at: now.toISOString(), reason, wrapped, sealed };
  });
  await lake.append('quarantine', shop, now.toISOString().slice(0, 10), rows);
}
