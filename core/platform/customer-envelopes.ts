import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { ShopId } from './contract.ts';
import type { CustomerKeyRepository } from './customer-key-repository.ts';
import type { DataKeys } from './data-keys.ts';
import { NotFoundError } from './errors.ts';
import { createShortCache } from './short-cache.ts';

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

export type CustomerEnvelopes = ReturnType<typeof createCustomerEnvelopes>;

/**
 * What is known of a person by name, encrypted under a key that only this person has: to erase the person is to
 * destroy the key. Keys are remembered for at most five minutes.
 */
export function createCustomerEnvelopes(dataKeys: DataKeys, customerKeys: CustomerKeyRepository) {
  const opened = createShortCache<Buffer>();

  const openKey = (shop: ShopId, pseudonym: string, wrapped: string) =>
    dataKeys.unwrap(wrapped, keyContext(shop, pseudonym));

  async function keyFor(shop: ShopId, pseudonym: string): Promise<Buffer> {
    const known = await customerKeys.find(shop, pseudonym);
    if (known) return openKey(shop, pseudonym, known);
    const fresh = await dataKeys.generate(keyContext(shop, pseudonym));
    // Two consumers may meet a new customer at once: whoever writes first decides which key it is.
    const kept = await customerKeys.addOnce(shop, pseudonym, fresh.wrapped);
    return kept === fresh.wrapped ? fresh.plain : openKey(shop, pseudonym, kept);
  }

  async function existingKey(shop: ShopId, pseudonym: string): Promise<Buffer> {
    const wrapped = await customerKeys.find(shop, pseudonym);
    if (!wrapped) throw new NotFoundError('This customer has been erased or was never known');
    return openKey(shop, pseudonym, wrapped);
  }

  return {
    /** Encrypts under the customer's key, which is made when there is none. The answer is base64. */
    async seal(shop: ShopId, pseudonym: string, content: string): Promise<string> {
      const key = await opened.get(`${shop}/${pseudonym}`, () => keyFor(shop, pseudonym));
      return encrypt(key, content, boundTo(shop, pseudonym));
    },

    /** Throws NotFoundError when the key is gone, and an error when the text was moved from another customer. */
    async open(shop: ShopId, pseudonym: string, sealed: string): Promise<string> {
      const key = await opened.get(`${shop}/${pseudonym}`, () => existingKey(shop, pseudonym));
      return decrypt(key, sealed, boundTo(shop, pseudonym));
    },
  };
}

const keyContext = (shop: ShopId, pseudonym: string) => ({ shop, purpose: 'customer', customer: pseudonym });
const boundTo = (shop: ShopId, pseudonym: string) => Buffer.from(`${shop}\n${pseudonym}`);

function encrypt(key: Buffer, content: string, associated: Buffer): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, iv).setAAD(associated);
  const text = Buffer.concat([cipher.update(content, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64');
}

function decrypt(key: Buffer, sealed: string, associated: Buffer): string {
  const bytes = Buffer.from(sealed, 'base64');
  const tag = bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES);
  const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(associated).setAuthTag(tag);
  return decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
}
