import type { CatalogueRow } from '../../items/contract.ts';
import type { DiversityCap } from '../recipe.ts';

type Described = Pick<CatalogueRow, 'brand' | 'category'>;

/** The brand, or the narrowest category; nothing where an item has none, which then counts with nobody. */
export function groupOf(item: Described | undefined, by: DiversityCap['by']): string | undefined {
  const group = by === 'brand' ? item?.brand : item?.category.at(-1);
  return group || undefined;
}

/** Whether the next place may be this item's: every window that ends there must keep within every cap. */
export function keepsDiverse(
  placed: readonly (Described | undefined)[],
  next: Described | undefined,
  caps: readonly DiversityCap[],
): boolean {
  return caps.every(({ by, most, window }) => {
    const group = groupOf(next, by);
    if (group === undefined || window === 1) return true;
    return placed.slice(-(window - 1)).filter((item) => groupOf(item, by) === group).length < most;
  });
}
