import { randomBytes } from 'node:crypto';
import type { ShopId } from './contract.ts';
import type { CustomerKeyRepository } from './customer-key-repository.ts';
import { NotFoundError } from './errors.ts';
import { refusal } from './refusal.ts';
import { openText, sealText } from './sealed-text.ts';
import type { ShopSecrets } from './shop-secrets.ts';
import { createShortCache } from './short-cache.ts';

/** A customer's own key, and how it is stored: wrapped under the shop's. */
export interface CustomerKey {
  readonly plain: Buffer;
  readonly wrapped: string;
}

/** What is sealed of one customer. */
export interface SealedText {
  readonly pseudonym: string;
  readonly sealed: string;
}

export type CustomerEnvelopes = ReturnType<typeof createCustomerEnvelopes>;

/**
 * What is known of a person by name, encrypted under a key that only this person has: to erase the person is to
 * destroy the key. Keys are remembered for at most five minutes.
 */
export function createCustomerEnvelopes(secrets: Pick<ShopSecrets, 'keyFor'>, customerKeys: CustomerKeyRepository) {
  const opened = createShortCache<Buffer>();

  async function openKey(shop: ShopId, pseudonym: string, wrapped: string): Promise<Buffer> {
    const key = await secrets.keyFor(shop, 'customer-keys');
    return Buffer.from(openText(key, wrapped, boundTo(shop, pseudonym)), 'base64');
  }

  async function createKey(shop: ShopId, pseudonym: string): Promise<CustomerKey> {
    const plain = randomBytes(32);
    const key = await secrets.keyFor(shop, 'customer-keys');
    return { plain, wrapped: sealText(key, plain.toString('base64'), boundTo(shop, pseudonym)) };
  }

  async function keyFor(shop: ShopId, pseudonym: string): Promise<Buffer> {
    const known = await customerKeys.find(shop, pseudonym);
    if (known) return openKey(shop, pseudonym, known);
    const fresh = await createKey(shop, pseudonym);
    // Two consumers may meet a new customer at once: whoever writes first decides which key it is.
    const kept = await customerKeys.addOnce(shop, pseudonym, fresh.wrapped);
    return kept === fresh.wrapped ? fresh.plain : openKey(shop, pseudonym, kept);
  }

  async function existingKey(shop: ShopId, pseudonym: string, found: Promise<string | undefined>): Promise<Buffer> {
    const wrapped = await found;
    if (!wrapped) throw new NotFoundError(refusal('erased', {}));
    return openKey(shop, pseudonym, wrapped);
  }

  async function openUnder(keyed: Promise<Buffer>, shop: ShopId, { pseudonym, sealed }: SealedText): Promise<string> {
    const key = await keyed;
    try {
      return openText(key, sealed, boundTo(shop, pseudonym));
    } catch (cause) {
      throw new NotFoundError(refusal('sealed-before', {}), { cause });
    }
  }

  /** Each text with its key; the keys of all who are not remembered are read together. */
  function withKeys<Text extends SealedText>(shop: ShopId, texts: readonly Text[]) {
    const missing: string[] = [];
    const { promise: found, resolve, reject } = Promise.withResolvers<Map<string, string>>();
    const keyed = texts.map((text) => {
      const { pseudonym } = text;
      const key = opened.get(`${shop}/${pseudonym}`, () => {
        missing.push(pseudonym);
        const wrapped = found.then((all) => all.get(pseudonym));
        return existingKey(shop, pseudonym, wrapped);
      });
      return { text, key };
    });
    customerKeys.findMany(shop, missing).then(resolve, reject);
    return keyed;
  }

  return {
    createKey,

    sealUnder: (key: CustomerKey, shop: ShopId, pseudonym: string, content: string): string =>
      sealText(key.plain, content, boundTo(shop, pseudonym)),

    /** Encrypts under the customer's key, which is made when there is none. */
    async seal(shop: ShopId, pseudonym: string, content: string): Promise<string> {
      const key = await opened.get(`${shop}/${pseudonym}`, () => keyFor(shop, pseudonym));
      return sealText(key, content, boundTo(shop, pseudonym));
    },

    /**
     * Throws NotFoundError when the key is gone, or when the text does not open under the one that is there: it is of before an
     * erasure, or was moved from another customer.
     */
    open(shop: ShopId, pseudonym: string, sealed: string): Promise<string> {
      const find = () => existingKey(shop, pseudonym, customerKeys.find(shop, pseudonym));
      return openUnder(opened.get(`${shop}/${pseudonym}`, find), shop, { pseudonym, sealed });
    },

    /** What opens of many customers' texts, each with what it opened to; where `open` finds nothing, it is left out. */
    async openMany<Text extends SealedText>(
      shop: ShopId,
      texts: readonly Text[],
    ): Promise<(readonly [Text, string])[]> {
      const all = withKeys(shop, texts).map(async ({ text, key }) => {
        try {
          return [[text, await openUnder(key, shop, text)] as const];
        } catch (error) {
          if (error instanceof NotFoundError) return [];
          throw error;
        }
      });
      return (await Promise.all(all)).flat();
    },
  };
}

const boundTo = (shop: ShopId, pseudonym: string) => `${shop}\n${pseudonym}`;
