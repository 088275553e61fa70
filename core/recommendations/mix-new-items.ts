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
 * all other new items follow.
 */
export function mixNewItems(listed: readonly PoolItem[], fresh: readonly PoolItem[], k: number): PoolItem[] {
  const known = new Set(listed.map(({ itemId }) => itemId));
  const waiting = fresh.filter(({ itemId }) => !known.has(itemId));
  const mixed = listed.flatMap((item, index) => {
    const isBeforeNew = (index + 1) % (ONE_IN - 1) === 0;
    const next = isBeforeNew ? waiting[(index + 1) / (ONE_IN - 1) - 1] : undefined;
    return next ? [item, { ...next, score: item.score }] : [item];
  });
  if (mixed.length >= k) return mixed;
  const others = waiting.slice(mixed.length - listed.length);
  return [...mixed, ...others.map((item) => ({ ...item, score: listed.at(-1)?.score ?? item.score }))];
}
