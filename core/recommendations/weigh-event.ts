import type { Interaction } from '../customers/online-state.ts';

/** What an interaction says about interest, a view being 1. Below 0 it speaks against an item and its neighbours. */
export const EVENT_WEIGHTS: Readonly<Record<string, number>> = {
  view: 1,
  add: 2,
  wish: 1.5,
  purchase: 1.5,
  review: 0.5,
  dismiss: -1,
};

export interface Weighing {
  readonly weights: Readonly<Record<string, number>>;
  /** An event on an item that cost less, in minor units, says nothing. An event that names no price has 0, which is not cheap. */
  readonly minPrice: number;
}

/** What one interaction says of its item; 0 is nothing. */
export function weightOf(
  { kind, price }: Pick<Interaction, 'kind' | 'price'>,
  { weights, minPrice }: Weighing,
): number {
  const isCheap = price ? price < minPrice : false;
  return isCheap ? 0 : (weights[kind] ?? 0);
}
