import { hkdfSync } from 'node:crypto';
import type { ShopId } from './contract.ts';
import type { DataKeys } from './data-keys.ts';
import type { ShopRepository } from './shop-repository.ts';
import { createShortCache } from './short-cache.ts';

/** Each purpose has a key of its own; from one key another cannot be found (HKDF, RFC 5869). */
export type SecretPurpose =
  | 'pseudonyms'
  | 'customer-keys'
  | 'quarantine'
  | 'customer-tokens'
  | 'message-links'
  | 'webhooks';

export type ShopSecrets = ReturnType<typeof createShopSecrets>;

/**
 * A shop's own secret: 256 bits that KMS made and wrapped, kept in the shop's profile. A function asks KMS for it
 * once in five minutes, not once for each customer.
 */
export function createShopSecrets(dataKeys: Pick<DataKeys, 'unwrap'>, shops: Pick<ShopRepository, 'get'>) {
  const secrets = createShortCache<{ readonly secret: Buffer; readonly keys: Map<SecretPurpose, Buffer> }>();
  return {
    async keyFor(shop: ShopId, purpose: SecretPurpose): Promise<Buffer> {
      const { secret, keys } = await secrets.get(shop, async () => {
        const { wrappedSecret } = await shops.get(shop);
        return { secret: await dataKeys.unwrap(wrappedSecret, secretContext(shop)), keys: new Map() };
      });
      const key = keys.get(purpose) ?? Buffer.from(hkdfSync('sha256', secret, shop, purpose, 32));
      keys.set(purpose, key);
      return key;
    },
  };
}

export const secretContext = (shop: ShopId) => ({ shop, purpose: 'shop-secret' });
