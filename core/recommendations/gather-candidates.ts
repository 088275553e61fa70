import type { Interaction } from '../customers/online-state.ts';
import type { CustomerGroup, NextAction, Source } from '../decisions/contract.ts';
import type { NeighbourLine, PopularItem } from './contract.ts';
import { EVENT_WEIGHTS, type Weighing, weightOf } from './weigh-event.ts';

/** How many of the last items speak for the next one. */
export const RECENT_ITEMS = 10;
export const POOL_SIZE = 100;
/** As many of them as a champion is asked to order. */
export const RERANKED = 50;
/** Each step further back counts so much less. */
const RECENCY_DECAY = 0.85;

export interface Evidence {
  readonly itemId: string;
  readonly kind: Interaction['kind'];
  readonly at: string;
  /**
   * In how many stretches of a customer's doing, without a long pause, the two items stood near each other; of the lists of
   * orders, in how many orders. Absent where a model joined them by itself.
   */
  readonly support?: number;
}

export interface Likeness {
  readonly itemId: string;
  readonly in: 'text' | 'picture';
}

export interface PoolItem {
  readonly itemId: string;
  readonly score: number;
  readonly source: Source;
  /** What found it, where somebody else has given it its score since. @default source */
  readonly foundBy?: Source;
  /** The customer's own item that speaks most for this one. */
  readonly evidence?: Evidence;
  /** 1 for the most popular item of the shop. */
  readonly popularRank?: number;
  /** The item that an item which nobody had met is like, and in what. */
  readonly alike?: Likeness;
  /** Of an item that is newer than what serves: when the catalogue first knew it. */
  readonly newSince?: string;
  /** The customers like this one with whom it is popular. */
  readonly group?: CustomerGroup;
  /** Of a reduced item: by how much of its lowest price in the month before, 0 to 1. */
  readonly reduction?: number;
  /** 1 for what rises most in the shop. */
  readonly trendRank?: number;
  /** What is to be done about it, where that is what was asked. */
  readonly action?: NextAction;
}

export interface RecentItem {
  readonly itemId: string;
  readonly kind: Interaction['kind'];
  readonly at: string;
  readonly weight: number;
}

/** By default events weigh EVENT_WEIGHTS, whatever their items cost. */
export interface RecentOptions extends Partial<Weighing> {
  /** @default RECENT_ITEMS */
  readonly limit?: number;
}

/** The last distinct items of a history (oldest first), newest first, with what each says. */
export function recentItemsOf(
  history: readonly Interaction[],
  current?: { readonly itemId: string; readonly at: string },
  { weights = EVENT_WEIGHTS, minPrice = 0, limit = RECENT_ITEMS }: RecentOptions = {},
): RecentItem[] {
  const seen = new Map<string, RecentItem>();
  // Whatever views say that are over, this one speaks.
  if (current) seen.set(current.itemId, { ...current, kind: 'view', weight: 1 });
  for (const interaction of [...history].reverse()) {
    const { itemId, kind, stamp } = interaction;
    const weight = weightOf(interaction, { weights, minPrice });
    if (itemId === undefined || !weight || seen.has(itemId) || seen.size >= limit) continue;
    const at = new Date(stamp[0]).toISOString();
    seen.set(itemId, { itemId, kind, at, weight: weight * RECENCY_DECAY ** seen.size });
  }
  return [...seen.values()];
}

/**
 * Neighbours of the recent items, best first, filled up with what is popular. No item stands in it twice, and what the
 * recent items speak against more than for is among the popular ones at best.
 */
export function gatherCandidates(
  recent: readonly RecentItem[],
  neighbours: ReadonlyMap<string, NeighbourLine['neighbours']>,
  popular: readonly PopularItem[],
): PoolItem[] {
  const joined = new Map<string, { score: number; best: number; evidence: Evidence | undefined }>();
  for (const { itemId: from, kind, at, weight } of recent) {
    for (const { itemId, score, support } of neighbours.get(from) ?? []) {
      const share = weight * score;
      const before = joined.get(itemId);
      const isBest = share > (before?.best ?? 0);
      joined.set(itemId, {
        score: (before?.score ?? 0) + share,
        best: isBest ? share : (before?.best ?? 0),
        evidence: isBest ? { itemId: from, kind, at, support } : before?.evidence,
      });
    }
  }
  const ranks = new Map(popular.map(({ itemId }, index) => [itemId, index + 1]));
  const related = [...joined]
    .filter(([, { score }]) => score > 0)
    .sort(([leftId, left], [rightId, right]) => right.score - left.score || leftId.localeCompare(rightId))
    .map(
      ([itemId, { score, evidence }]): PoolItem => ({
        itemId,
        score,
        source: 'co-visitation',
        ...(evidence ? { evidence } : {}),
        ...rankOf(ranks, itemId),
      }),
    );
  const found = new Set(related.map(({ itemId }) => itemId));
  const rest = popular
    .filter(({ itemId }) => !found.has(itemId))
    .map(({ itemId, score }): PoolItem => ({ itemId, score, source: 'popular', ...rankOf(ranks, itemId) }));
  return [...related, ...rest];
}

function rankOf(ranks: ReadonlyMap<string, number>, itemId: string) {
  const popularRank = ranks.get(itemId);
  return popularRank === undefined ? {} : { popularRank };
}
