import { randomBytes } from 'node:crypto';
import type { ShopId } from '../platform/contract.ts';
import { openText, sealText } from '../platform/sealed-text.ts';
import type { ShopSecrets } from '../platform/shop-secrets.ts';

/** The secret that a shop checks our webhooks with; stored encrypted under the shop's own key. */
export function createWebhookSecrets(secrets: Pick<ShopSecrets, 'keyFor'>) {
  return {
    async create(shop: ShopId): Promise<{ readonly secret: string; readonly sealed: string }> {
      const secret = `whsec_${randomBytes(24).toString('base64')}`;
      return { secret, sealed: sealText(await secrets.keyFor(shop, 'webhooks'), secret, shop) };
    },

    async open(shop: ShopId, sealed: string): Promise<string> {
      return openText(await secrets.keyFor(shop, 'webhooks'), sealed, shop);
    },
  };
}
