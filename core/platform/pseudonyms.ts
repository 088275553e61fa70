import { createHmac } from 'node:crypto';
import type { ShopId } from './contract.ts';
import type { DataKeys } from './data-keys.ts';
import type { ShopRepository } from './shop-repository.ts';
import { createShopSecrets } from './shop-secrets.ts';

/**
 * A person may be known by the shop's own id, or only by the id of a browser; an order and a message have ids that a
 * shop makes as it likes, often out of a person's. Equal strings of two kinds have different pseudonyms.
 */
export type IdentifierKind = 'customer' | 'anonymous' | 'order' | 'message';

/** The names that a shop's customers have in the lake, in state and in decisions: 128 bits that only the shop's key makes. */
export interface Pseudonymizer {
  pseudonymOf(kind: IdentifierKind, identifier: string): string;
}

export type Pseudonyms = ReturnType<typeof createPseudonyms>;

/** The pseudonyms of each shop, under a key that is remembered for at most five minutes. */
export function createPseudonyms(dataKeys: Pick<DataKeys, 'unwrap'>, shops: Pick<ShopRepository, 'get'>) {
  const secrets = createShopSecrets(dataKeys, shops);
  return {
    async of(shop: ShopId): Promise<Pseudonymizer> {
      return createPseudonymizer(await secrets.keyFor(shop, 'pseudonyms'));
    },
  };
}

export function createPseudonymizer(key: Buffer): Pseudonymizer {
  return {
    pseudonymOf: (kind, identifier) =>
      createHmac('sha256', key).update(`${kind}\n${identifier}`).digest().subarray(0, 16).toString('base64url'),
  };
}

/** Those of base64url, in the order of a table's keys, which is that of their bytes. */
const DIGITS = '-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';

/**
 * The share of all pseudonyms that come before this one in the order of a table. They are as good as drawn by chance, so of a
 * shop's customers about the same share does: who has read up to here can tell how many there are.
 */
export const shareBefore = (pseudonym: string): number =>
  [...pseudonym.slice(0, 8)].reduceRight((share, digit) => (DIGITS.indexOf(digit) + share) / DIGITS.length, 0);
