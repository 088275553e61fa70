import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ShopId } from '../platform/contract.ts';
import { NotFoundError } from '../platform/errors.ts';
import { refusal } from '../platform/refusal.ts';
import type { ShopSecrets } from '../platform/shop-secrets.ts';
import { LinkClaim } from './contract.ts';

const SIGNATURE_BYTES = 16;

export type SignedLinks = ReturnType<typeof createSignedLinks>;

/** Links that say for whom and for what they are, and that only the shop's own key can make. They name no person. */
export function createSignedLinks(secrets: Pick<ShopSecrets, 'keyFor'>) {
  const sign = async (shop: ShopId, text: string) =>
    createHmac('sha256', await secrets.keyFor(shop, 'message-links'))
      .update(text)
      .digest()
      .subarray(0, SIGNATURE_BYTES);

  return {
    async issue(shop: ShopId, claim: Omit<LinkClaim, 'shop'>): Promise<string> {
      const text = Buffer.from(JSON.stringify({ ...claim, shop })).toString('base64url');
      return `${text}.${(await sign(shop, text)).toString('base64url')}`;
    },

    /** Throws NotFoundError for whatever we did not sign ourselves. */
    async read(token: string): Promise<LinkClaim & { readonly shop: ShopId }> {
      const [text = '', signature = ''] = token.split('.');
      const claim = LinkClaim.safeParse(decode(text));
      if (!claim.success) throw new NotFoundError(refusal('foreign-link', {}));
      const given = Buffer.from(signature, 'base64url');
      const wanted = await sign(claim.data.shop, text);
      if (given.length !== wanted.length || !timingSafeEqual(given, wanted))
        throw new NotFoundError(refusal('foreign-link', {}));
      return claim.data;
    },
  };
}

function decode(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
