import type { Counterfactual } from './explain-item.ts';
import type { PoolItem } from './gather-candidates.ts';

/** Candidates, best first, had the customer never met an item; `isWhole` where there are no others. */
export interface Order {
  readonly items: readonly string[];
  readonly isWhole: boolean;
}

/** Answers undefined where nobody can say. */
export type OrderWithout = (itemId: string) => Promise<Order | undefined>;

/**
 * For items that one of the customer's own items led to: their place among the pool's candidates, as it is and had that
 * item never been met, where that is further down. Thought away, an item may take more from others and so move one up:
 * that is no reason for it. Each of the customer's items is thought away once, and at most `most` of them, those behind the
 * first of `items` first.
 */
export async function thinkAway(
  pool: readonly Pick<PoolItem, 'itemId'>[],
  items: readonly Pick<PoolItem, 'itemId' | 'evidence'>[],
  orderWithout: OrderWithout,
  most = Number.POSITIVE_INFINITY,
): Promise<ReadonlyMap<string, Counterfactual>> {
  const ranks = placesOf(pool.map(({ itemId }) => itemId));
  const caused = items.flatMap(({ itemId, evidence }) =>
    evidence && evidence.itemId !== itemId ? [{ itemId, without: evidence.itemId }] : [],
  );
  const causes = [...new Set(caused.map(({ without }) => without))].slice(0, most);
  const orders = new Map(
    await Promise.all(
      causes.map(async (without) => {
        const order = await orderWithout(without);
        const places = order && placesOf(order.items.filter((itemId) => ranks.has(itemId)));
        return [without, places && { places, isWhole: order.isWhole }] as const;
      }),
    ),
  );
  return new Map(
    caused.flatMap(({ itemId, without }): [string, Counterfactual][] => {
      const [rank, others] = [ranks.get(itemId), orders.get(without)];
      if (rank === undefined || !others) return [];
      // What nothing else leads to comes behind everything that something leads to; of what a model had no room for nobody knows.
      const rankWithout = others.places.get(itemId) ?? (others.isWhole ? others.places.size + 1 : rank);
      return rankWithout <= rank ? [] : [[itemId, { without, rank, rankWithout }]];
    }),
  );
}

const placesOf = (order: readonly string[]) => new Map(order.map((itemId, index) => [itemId, index + 1]));
