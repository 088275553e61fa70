import type { ItemPage, ListItemsQuery } from '../../core/items/contract.ts';
import type { ItemRepository } from '../../core/items/item-repository.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import { searchItems } from './search-items.ts';

/** A page of the catalogue or of what a search finds, or the items that were asked for by id. */
export async function listItems(
  shop: ShopId,
  { ids, search, ...page }: ListItemsQuery,
  catalogue: Pick<ItemRepository, 'getMany' | 'list' | 'listByWord'>,
): Promise<ItemPage> {
  if (ids) return { data: await catalogue.getMany(shop, ids), has_more: false, next_cursor: null };
  return search === undefined ? catalogue.list(shop, page) : searchItems(shop, { search, ...page }, catalogue);
}
