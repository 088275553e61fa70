import type { ItemPage, ListItemsQuery } from '../../core/items/contract.ts';
import type { ItemRepository } from '../../core/items/item-repository.ts';
import type { ShopId } from '../../core/platform/contract.ts';

/** A page of the catalogue, or the items that were asked for by id. */
export async function listItems(
  shop: ShopId,
  { ids, ...page }: ListItemsQuery,
  catalogue: Pick<ItemRepository, 'getMany' | 'list'>,
): Promise<ItemPage> {
  if (!ids) return catalogue.list(shop, page);
  return { data: await catalogue.getMany(shop, ids), has_more: false, next_cursor: null };
}
