import type { CountItemsQuery, ItemCount } from '../../core/items/contract.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import { compileFilter } from '../../core/recommendations/filter/compile-filter.ts';
import { pathsOf, readFilter } from '../../core/recommendations/filter-text.ts';
import type { ReadCatalogue } from './read-catalogue.ts';

/** How many items meet a filter, as far as the catalogue was looked through. */
export async function countItems(
  shop: ShopId,
  { filter }: CountItemsQuery,
  readCatalogue: ReadCatalogue,
  now: () => number = Date.now,
): Promise<ItemCount> {
  const expression = readFilter(filter);
  const meets = compileFilter(expression);
  const fields = pathsOf(expression).flatMap(({ names }) => names.slice(0, 1));
  const { items, isWhole } = await readCatalogue(shop, fields);
  const scope = { customer: {}, context: {}, now: now() };
  return { looked: items.length, isWhole, matched: items.filter((item) => meets({ ...scope, item })).length };
}
