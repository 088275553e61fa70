import { shareOf } from '../experiments/assign-arm.ts';
import type { CatalogueRow } from '../items/contract.ts';
import type { PoolItem } from './gather-candidates.ts';

/** At most one place in so many goes to an item that is newer than what serves, as where a recommender answers. */
const ONE_IN = 5;

/**
 * New items that may suit somebody: of the kinds of the items that speak for them, or any where none does. Which of them
 * come first is another draw for everybody, so that each new item meets somebody.
 */
export function newItemsFor(
  subject: string,
  fresh: readonly CatalogueRow[],
  speaking: readonly Pick<CatalogueRow, 'category'>[],
): PoolItem[] {
  const kindOf = ({ category }: Pick<CatalogueRow, 'category'>) => category.at(-1);
  const kinds = new Set(speaking.map(kindOf));
  const suits = (row: CatalogueRow) => !speaking.length || kinds.has(kindOf(row));
  return fresh
    .filter(suits)
    .map((row) => ({ row, draw: shareOf(subject, row.itemId) }))
    .sort((left, right) => left.draw - right.draw)
    .map(({ row: { itemId, firstSeenAt, updatedAt } }) => ({
      itemId,
      score: 0,
      source: 'new',
      newSince: firstSeenAt ?? updatedAt,
    }));
}

/**
 * A list with a new item in every fifth place, which has the score of the one before it; where that makes fewer than `k`,
 * all other new items follow. What was only looked up in the catalogue, and nobody ranked, stands behind all of these.
 */
export function mixNewItems(listed: readonly PoolItem[], fresh: readonly PoolItem[], k: number): PoolItem[] {
  const ranked = listed.filter(({ source }) => source !== 'catalogue');
  const waiting = without(fresh, ranked);
  const mixed = ranked.flatMap((item, index) => {
    const isBeforeNew = (index + 1) % (ONE_IN - 1) === 0;
    const next = isBeforeNew ? waiting[(index + 1) / (ONE_IN - 1) - 1] : undefined;
    return next ? [item, { ...next, score: item.score }] : [item];
  });
  const others = mixed.length >= k ? [] : waiting.slice(mixed.length - ranked.length);
  const placed = [...mixed, ...others.map((item) => ({ ...item, score: ranked.at(-1)?.score ?? item.score }))];
  return [...placed, ...without(listed, placed)];
}

function without(items: readonly PoolItem[], others: readonly PoolItem[]): PoolItem[] {
  const taken = new Set(others.map(({ itemId }) => itemId));
  return items.filter(({ itemId }) => !taken.has(itemId));
}
