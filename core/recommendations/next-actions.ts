import type { Interaction } from '../customers/online-state.ts';
import type { NextAction } from '../decisions/contract.ts';
import type { PoolItem } from './gather-candidates.ts';

/** An item of the customer's own, and when they last did with it what this list is about. */
export interface OwnItem {
  readonly itemId: string;
  readonly at: string;
}

/** What could be done next, each list best first. */
export interface OpenActions {
  readonly basket: readonly OwnItem[];
  readonly viewed: readonly OwnItem[];
  readonly bought: readonly OwnItem[];
  /** What stood in one order with what is in the basket. */
  readonly withBasket: readonly PoolItem[];
  /** What a recommender or the lists suggest. */
  readonly suggested: readonly PoolItem[];
}

/**
 * Every open action, one an item: what lies in the basket is to be paid for whatever else could be said of it, and what
 * was bought is to be bought again. The best of each kind comes before the second of any, so that the purchase champion,
 * which then orders the head by the chance of a purchase, sees all kinds; the score falls from 1 with the place.
 */
export function nextActions({ basket, viewed, bought, withBasket, suggested }: OpenActions): PoolItem[] {
  const taken = new Set<string>();
  const open = (action: NextAction, items: readonly PoolItem[]): PoolItem[] =>
    items.flatMap((item) => {
      if (taken.has(item.itemId)) return [];
      taken.add(item.itemId);
      return [{ ...item, action }];
    });
  const kinds: Readonly<Record<NextAction, PoolItem[]>> = {
    'finish-basket': open('finish-basket', ownItems(basket, 'add')),
    'buy-again': open('buy-again', ownItems(bought, 'purchase')),
    'look-again': open('look-again', ownItems(viewed, 'view')),
    'extend-basket': open('extend-basket', withBasket),
    discover: open('discover', suggested),
  };
  const longest = Math.max(...Object.values(kinds).map(({ length }) => length));
  const inTurn = Array.from({ length: longest }, (_, round) =>
    TURNS.flatMap((kind) => kinds[kind][round] ?? []),
  ).flat();
  return inTurn.map((item, place) => ({ ...item, score: 1 - place / inTurn.length }));
}

/** Nearest to an order first. */
const TURNS = ['finish-basket', 'extend-basket', 'look-again', 'discover', 'buy-again'] as const satisfies NextAction[];

/** The newest first; the score falls from 1 with the place, because no model speaks here. */
export function ownItems(own: readonly OwnItem[], kind: Interaction['kind']): PoolItem[] {
  return own.map(({ itemId, at }, index) => ({
    itemId,
    score: 1 - index / own.length,
    source: 'history',
    evidence: { itemId, kind, at, support: 1 },
  }));
}
