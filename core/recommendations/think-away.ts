import type { NeighbourLine, PopularItem } from './contract.ts';
import type { Counterfactual } from './explain-item.ts';
import { gatherCandidates, type PoolItem, type RecentItem } from './gather-candidates.ts';

export interface Lists {
  readonly neighbours: ReadonlyMap<string, NeighbourLine['neighbours']>;
  readonly popular: readonly PopularItem[];
}

/**
 * For an item that one of the customer's own items led to: its place among these candidates, as it is and had that item
 * never been met. `recentWithout` answers the customer's last items without one. Each is thought away once a slate.
 */
export function createCounterfactuals(
  pool: readonly PoolItem[],
  lists: Lists,
  recentWithout: (itemId: string) => readonly RecentItem[],
): (item: Pick<PoolItem, 'itemId' | 'evidence'>) => Counterfactual | undefined {
  const isCandidate = new Set(pool.map(({ itemId }) => itemId));
  const ranks = new Map(pool.map(({ itemId }, index) => [itemId, index + 1]));
  const known = new Map<string, ReadonlyMap<string, number>>();

  function ranksWithout(itemId: string): ReadonlyMap<string, number> {
    const before = known.get(itemId);
    if (before) return before;
    const gathered = gatherCandidates(recentWithout(itemId), lists.neighbours, lists.popular)
      .filter((one) => isCandidate.has(one.itemId))
      .map((one) => one.itemId);
    const found = new Map(gathered.map((id, index) => [id, index + 1]));
    known.set(itemId, found);
    return found;
  }

  return ({ itemId, evidence }) => {
    const rank = ranks.get(itemId);
    if (!evidence || evidence.itemId === itemId || rank === undefined) return undefined;
    const others = ranksWithout(evidence.itemId);
    // What nothing else leads to comes behind everything that something leads to.
    const rankWithout = others.get(itemId) ?? others.size + 1;
    return rankWithout === rank ? undefined : { without: evidence.itemId, rank, rankWithout };
  };
}
