import { randomBytes } from 'node:crypto';
import { createApiKey } from '../../core/platform/api-key.ts';
import type { CreateShopRequest, CreateShopResponse, ShopProfile } from '../../core/platform/contract.ts';
import type { DataKeys } from '../../core/platform/data-keys.ts';
import { ConflictError } from '../../core/platform/errors.ts';
import type { Lake } from '../../core/platform/lake.ts';
import type { ShopRepository } from '../../core/platform/shop-repository.ts';
import { secretContext } from '../../core/platform/shop-secrets.ts';

type Shops = Pick<ShopRepository, 'create' | 'hasKeys' | 'replaceKeys'>;

/**
 * Opens a shop once. Its keys are answered this one time, since only their hashes are kept; a shop that was created
 * by a call that died before its keys were stored gets them now.
 */
export async function createShop(
  { shop, name, currency, holdoutShare, rotate }: CreateShopRequest,
  shops: Shops,
  dataKeys: Pick<DataKeys, 'generate'>,
  lake: Pick<Lake, 'begin'>,
  now: Date,
): Promise<CreateShopResponse> {
  const { wrapped } = await dataKeys.generate(secretContext(shop));
  const isNew = await createOnce(shops, {
    shop,
    name,
    currency,
    holdoutShare,
    wrappedSecret: wrapped,
    experimentSalt: randomBytes(16).toString('hex'),
    createdAt: now.toISOString(),
  });
  if (!isNew && !rotate && (await shops.hasKeys(shop))) return { status: 'exists', shop };
  await lake.begin(shop);
  const keys = { secret: createApiKey('secret'), publishable: createApiKey('publishable') };
  await shops.replaceKeys(shop, keys);
  return { status: isNew ? 'created' : 'rotated', shop, secretKey: keys.secret, publishableKey: keys.publishable };
}

async function createOnce(shops: Shops, profile: ShopProfile): Promise<boolean> {
  try {
    await shops.create(profile);
    return true;
  } catch (error) {
    if (error instanceof ConflictError) return false;
    throw error;
  }
}
