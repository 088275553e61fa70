import type { Interaction } from '../customers/online-state.ts';
import type { NeighbourLine, PopularItem } from './contract.ts';

/** How many of the last items speak for the next one. */
export const RECENT_ITEMS = 10;
export const POOL_SIZE = 100;
/** What an interaction says about interest, a view being 1. */
const KIND_WEIGHT: Readonly<Record<string, number>> = { view: 1, add: 2, wish: 1.5, purchase: 1.5, review: 0.5 };
/** Each step further back counts so much less. */
const RECENCY_DECAY = 0.85;

export interface Evidence {
  readonly itemId: string;
  readonly kind: Interaction['kind'];
  readonly at: string;
  /** How many people's visits joined the two items. */
  readonly support: number;
}

export interface PoolItem {
  readonly itemId: string;
  readonly score: number;
  readonly source: 'co-visitation' | 'popular';
  /** The customer's own item that speaks most for this one. */
  readonly evidence?: Evidence;
  /** 1 for the most popular item of the shop. */
  readonly popularRank?: number;
}

export interface RecentItem {
  readonly itemId: string;
  readonly kind: Interaction['kind'];
  readonly at: string;
  readonly weight: number;
}

/** The last distinct items of a history (oldest first), newest first, with what each says. */
export function recentItemsOf(
  history: readonly Interaction[],
  current?: { readonly itemId: string; readonly at: string },
): RecentItem[] {
  const seen = new Map<string, RecentItem>();
  if (current) seen.set(current.itemId, { ...current, kind: 'view', weight: 1 });
  for (const { itemId, kind, stamp } of [...history].reverse()) {
    const weight = KIND_WEIGHT[kind];
    if (itemId === undefined || weight === undefined || seen.has(itemId) || seen.size >= RECENT_ITEMS) continue;
    seen.set(itemId, {
      itemId,
      kind,
      at: new Date(stamp[0]).toISOString(),
      weight: weight * RECENCY_DECAY ** seen.size,
    });
  }
  return [...seen.values()];
}

/** Neighbours of the recent items, best first, filled up with what is popular. No item stands in it twice. */
export function gatherCandidates(
  recent: readonly RecentItem[],
  neighbours: ReadonlyMap<string, NeighbourLine['neighbours']>,
  popular: readonly PopularItem[],
): PoolItem[] {
  const joined = new Map<string, { score: number; best: number; evidence: Evidence }>();
  for (const { itemId: from, kind, at, weight } of recent) {
    for (const { itemId, score, support } of neighbours.get(from) ?? []) {
      const share = weight * score;
      const before = joined.get(itemId);
      const isBest = !before || share > before.best;
      joined.set(itemId, {
        score: (before?.score ?? 0) + share,
        best: isBest ? share : before.best,
        evidence: isBest ? { itemId: from, kind, at, support } : before.evidence,
      });
    }
  }
  const ranks = new Map(popular.map(({ itemId }, index) => [itemId, index + 1]));
  const related = [...joined]
    .sort(([leftId, left], [rightId, right]) => right.score - left.score || leftId.localeCompare(rightId))
    .map(
      ([itemId, { score, evidence }]): PoolItem => ({
        itemId,
        score,
        source: 'co-visitation',
        evidence,
        ...rankOf(ranks, itemId),
      }),
    );
  const rest = popular
    .filter(({ itemId }) => !joined.has(itemId))
    .map(({ itemId, score }): PoolItem => ({ itemId, score, source: 'popular', ...rankOf(ranks, itemId) }));
  return [...related, ...rest];
}

function rankOf(ranks: ReadonlyMap<string, number>, itemId: string) {
  const popularRank = ranks.get(itemId);
  return popularRank === undefined ? {} : { popularRank };
}
