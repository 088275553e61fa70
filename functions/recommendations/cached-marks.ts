import type { CatalogueRow } from '../../core/items/contract.ts';
import type { ItemRepository } from '../../core/items/item-repository.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import { createShortCache } from '../../core/platform/short-cache.ts';

/** A new item, or one that is reduced, is seen within this time. */
const LIFETIME_MS = 60_000;

/** What is new and what is reduced in a shop, as slates ask for it: each read at most once a minute. */
export function createCachedMarks(items: Pick<ItemRepository, 'getMany' | 'listNew' | 'listOnSale'>) {
  const fresh = createShortCache<readonly CatalogueRow[]>({ lifetimeMs: LIFETIME_MS });
  const onSale = createShortCache<readonly string[]>({ lifetimeMs: LIFETIME_MS });
  return {
    /** Items that came into the catalogue after a moment, the newest first. */
    newSince: (shop: ShopId, since: string) =>
      fresh.get(`${shop} ${since}`, async () => items.getMany(shop, await items.listNew(shop, since))),
    onSale: (shop: ShopId) => onSale.get(shop, () => items.listOnSale(shop)),
  };
}
