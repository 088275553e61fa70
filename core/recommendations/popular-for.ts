import type { AttributeLine, PopularItem } from './contract.ts';
import type { PoolItem } from './gather-candidates.ts';

/** A lift from which one may say that something is popular with a group; below it is as popular with everybody. */
const TOLD_FROM = 1.1;

/**
 * Popular items for somebody who has done nothing yet and of whom something is said: the popularity of each times its
 * lifts with customers of whom the same is said. What these raise names the attribute that raises it most; all else is
 * plainly popular.
 */
export function popularFor(popular: readonly PopularItem[], said: readonly AttributeLine[]): PoolItem[] {
  const lines = said
    .toSorted((left, right) => (left.attribute < right.attribute ? -1 : 1))
    .map(({ attribute, customers, lifts }) => ({
      group: { attribute, customers },
      liftOf: new Map(lifts.map(({ itemId, lift }) => [itemId, lift])),
    }));
  const lifted = popular.map(({ itemId, score }, index): PoolItem => {
    const lifts = lines.map(({ group, liftOf }) => ({ group, lift: liftOf.get(itemId) ?? 1 }));
    const factor = lifts.reduce((product, { lift }) => product * lift, 1);
    const [strongest] = lifts.toSorted((left, right) => right.lift - left.lift);
    const item = { itemId, score: score * factor, popularRank: index + 1 };
    return factor > 1 && strongest && strongest.lift >= TOLD_FROM
      ? { ...item, source: 'popular-alike', group: strongest.group }
      : { ...item, source: 'popular' };
  });
  return lifted.sort((left, right) => right.score - left.score);
}
