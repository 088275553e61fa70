import { historyOf, type Interaction } from '../../core/customers/online-state.ts';
import type { CustomerState } from '../../core/customers/read-customer-state.ts';
import type { CatalogueRow } from '../../core/items/contract.ts';
import type { Variant } from '../../core/models/contract.ts';
import type { PurchaseScores, PurchaseScoringRequest } from '../../core/recommendations/contract.ts';
import type { PoolItem } from '../../core/recommendations/gather-candidates.ts';

export interface Ranking {
  readonly items: readonly PoolItem[];
  readonly modelVersion: string;
  readonly policy: string;
  /** Set where nobody had met any of the items: their scores compare with those of such items alone. */
  readonly isOfUnmet?: true;
}

export interface Ranker {
  readonly variant: Variant;
  /** Answers undefined when the endpoint is gone, broken or late: the slate then does without it. */
  readonly score: (variant: Variant, request: PurchaseScoringRequest) => Promise<PurchaseScores | undefined>;
}

/**
 * The first `most` of a ranking in the champion's order; undefined where no champion answers in time. An item that the champion
 * knows nothing of keeps its place among those that it knows.
 */
export async function rankPool(
  listed: Ranking,
  { variant, score }: Ranker,
  { state }: CustomerState,
  catalogue: ReadonlyMap<string, CatalogueRow>,
  now: Date,
  most: number,
): Promise<Ranking | undefined> {
  const head = listed.items.slice(0, most);
  if (!head.length) return undefined;
  const history = historyOf(state).flatMap(toHistory);
  const items = Object.fromEntries(head.flatMap(({ itemId }) => describe(catalogue.get(itemId))));
  const answer = await score(variant, {
    requests: [{ at: now.toISOString(), history, candidates: head.map(({ itemId }) => ({ itemId })), items }],
  });
  const scores = answer?.scores[0];
  if (!answer || scores?.length !== head.length) return undefined;
  const unmet = new Set(answer.unmet?.[0]);
  const isOfUnmet = unmet.size === head.length;
  const ranked = inOrderOf(scores, head, isOfUnmet ? new Set() : unmet);
  return {
    items: [...ranked, ...listed.items.slice(most)],
    modelVersion: variant.modelVersion,
    policy: `champion/${variant.scorer}`,
    ...(isOfUnmet ? { isOfUnmet } : {}),
  };
}

function inOrderOf(scores: readonly number[], head: readonly PoolItem[], unmet: ReadonlySet<number>): PoolItem[] {
  const scored = head.flatMap((item, index): PoolItem[] =>
    unmet.has(index) ? [] : [{ ...item, score: scores[index] ?? 0, source: 'champion', foundBy: item.source }],
  );
  // Items of one score keep the order of the lists.
  scored.sort((left, right) => right.score - left.score);
  return amongOthers(head, scored);
}

/** Some of all in an order of their own; each other keeps its place, with the score of the one before it. */
export function amongOthers(all: readonly PoolItem[], ordered: readonly PoolItem[]): PoolItem[] {
  const isOrdered = new Set(ordered.map(({ itemId }) => itemId));
  const next = ordered.values();
  let last = ordered[0]?.score ?? 0;
  return all.map((item) => {
    const placed = isOrdered.has(item.itemId) ? (next.next().value ?? item) : { ...item, score: last };
    last = placed.score;
    return placed;
  });
}

function toHistory({ stamp, kind, itemId, price, quantity }: Interaction) {
  if (itemId === undefined || (kind !== 'view' && kind !== 'add' && kind !== 'purchase')) return [];
  return [
    {
      itemId,
      kind,
      at: new Date(stamp[0]).toISOString(),
      ...(price === undefined ? {} : { price }),
      ...(quantity === undefined ? {} : { quantity }),
    },
  ];
}

function describe(row: CatalogueRow | undefined) {
  if (!row) return [];
  const { title, description, category, brand, price } = row;
  return [[row.itemId, { title, description: description.slice(0, 300), category, brand, price }] as const];
}
