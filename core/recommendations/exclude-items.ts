import type { CatalogueRow } from '../items/contract.ts';
import type { PoolItem } from './gather-candidates.ts';

export interface Exclusions {
  readonly purchased: ReadonlySet<string>;
  readonly inBasket: ReadonlySet<string>;
  /** The item that is being looked at. */
  readonly current?: string | undefined;
}

/** What nobody is shown, whoever chose it: bought, in the basket, on the page already, hidden, sold out, or unknown. */
export function excludeItems(
  pool: readonly PoolItem[],
  items: ReadonlyMap<string, Pick<CatalogueRow, 'isHidden' | 'stock'>>,
  { purchased, inBasket, current }: Exclusions,
): PoolItem[] {
  return pool.filter(({ itemId }) => {
    const item = items.get(itemId);
    if (!item || item.isHidden || item.stock === 0) return false;
    return itemId !== current && !purchased.has(itemId) && !inBasket.has(itemId);
  });
}
