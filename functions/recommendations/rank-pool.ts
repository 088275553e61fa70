import { historyOf, type Interaction } from '../../core/customers/online-state.ts';
import type { CustomerState } from '../../core/customers/read-customer-state.ts';
import type { CatalogueRow } from '../../core/items/contract.ts';
import type { Variant } from '../../core/models/contract.ts';
import type { PurchaseScores, PurchaseScoringRequest } from '../../core/recommendations/contract.ts';
import { type PoolItem, RERANKED } from '../../core/recommendations/gather-candidates.ts';

export interface Ranking {
  readonly items: readonly PoolItem[];
  readonly modelVersion: string;
  readonly policy: string;
}

export interface Ranker {
  readonly variant: Variant;
  /** Answers undefined when the endpoint is gone, broken or late: the slate then does without it. */
  readonly score: (variant: Variant, request: PurchaseScoringRequest) => Promise<PurchaseScores | undefined>;
}

/** The head of a ranking in the champion's order, or the ranking as it was where no champion answers in time. */
export async function rankPool(
  listed: Ranking,
  { variant, score }: Ranker,
  { state }: CustomerState,
  catalogue: ReadonlyMap<string, CatalogueRow>,
  now: Date,
): Promise<Ranking> {
  const head = listed.items.slice(0, RERANKED);
  if (!head.length) return listed;
  const history = historyOf(state).flatMap(toHistory);
  const items = Object.fromEntries(head.flatMap(({ itemId }) => describe(catalogue.get(itemId))));
  const answer = await score(variant, {
    requests: [{ at: now.toISOString(), history, candidates: head.map(({ itemId }) => ({ itemId })), items }],
  });
  const scores = answer?.scores[0];
  if (!answer || scores?.length !== head.length) return listed;
  const ranked = head.map(
    (item, index): PoolItem => ({ ...item, score: scores[index] ?? 0, source: 'champion', foundBy: item.source }),
  );
  // Items of one score keep the order of the lists.
  ranked.sort((left, right) => right.score - left.score);
  return {
    items: [...ranked, ...listed.items.slice(RERANKED)],
    modelVersion: variant.modelVersion,
    policy: `champion/${variant.scorer}`,
  };
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
