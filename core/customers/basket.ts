import * as z from 'zod';
import { EventName, type LakeEvent } from '../events/contract.ts';
import { compareStamps, type Entries, entriesSince, Stamp } from './newest-entries.ts';

/** What was put into a basket so long ago is taken as abandoned. */
const BASKET_DAYS = 30;

/**
 * What a message said of one item in the basket. A move: `quantity` pieces were put in or taken out. Of the whole line: all
 * that lies there since, whatever lay there before: nothing after an order, or a removal that says not how many; `quantity`
 * pieces in a state from before they were counted.
 *
 * Moves are kept also where all of the line was told since. Which changes fall out where there are too many then follows
 * from their times alone, so that every order of the same events ends in the same state, and no line comes back.
 */
export const BasketChange = z.object({
  stamp: Stamp,
  isIn: z.boolean(),
  quantity: z.int(),
});
export type BasketChange = z.infer<typeof BasketChange>;

/** Key of a move: JSON of [item id, message id]; of a change of the whole line: the item id. */
export type Basket = Entries<BasketChange>;

const MoveKey = z.tuple([z.string(), z.string()]);

/** The item that a move is of; undefined of the key of a whole line. */
function movedItem(key: string): string | undefined {
  if (!key.startsWith('["')) return undefined;
  try {
    return MoveKey.safeParse(JSON.parse(key)).data?.[0];
  } catch {
    return undefined;
  }
}

export interface BasketLine {
  readonly itemId: string;
  readonly pieces: number;
  /** When a piece was last put there. */
  readonly at: string;
  /** When pieces were last put there or taken out. */
  readonly touchedAt: string;
}

/** What an event says of the basket. A view of it says nothing: many shops name a part of it there, or nothing. */
export function basketAfter({ event, items, messageId }: LakeEvent, stamp: Stamp): Basket {
  const changeOf = (itemId: string, quantities: readonly number[]): [string, BasketChange][] => {
    const key = JSON.stringify([itemId, messageId]);
    const quantity = quantities.reduce((total, one) => total + one, 0);
    const emptied: [string, BasketChange] = [itemId, { stamp, isIn: false, quantity: 0 }];
    switch (event) {
      case EventName.productAdded:
        // What weighs less than half a unit is rounded to none, and lies there all the same.
        return [[key, { stamp, isIn: true, quantity: Math.max(1, quantity) }]];
      case EventName.productRemoved:
        return [quantities.includes(0) ? emptied : [key, { stamp, isIn: false, quantity }]];
      case EventName.orderCompleted:
        return [emptied];
      default:
        return [];
    }
  };
  const ofItems = [...Map.groupBy(items, ({ itemId }) => itemId)];
  return Object.fromEntries(
    ofItems.flatMap(([itemId, some]) =>
      changeOf(
        itemId,
        some.map(({ quantity }) => quantity),
      ),
    ),
  );
}

/** What lies in the basket now, what was put there last first. */
export function basketLinesOf({ basket }: { readonly basket: Basket }, now: Date): BasketLine[] {
  const changes = Object.entries(entriesSince(basket, basketHorizonMs(now)));
  return [...Map.groupBy(changes, ([key]) => movedItem(key) ?? key)]
    .flatMap(([itemId, ofItem]) => lineOf(itemId, ofItem) ?? [])
    .sort((left, right) => compareStamps(right.added, left.added) || (left.itemId < right.itemId ? 1 : -1))
    .map(({ added, touched, ...line }) => ({ ...line, at: isoOf(added), touchedAt: isoOf(touched) }));
}

/** Item ids that are in the basket now. */
export const basketOf = (state: { readonly basket: Basket }, now: Date): string[] =>
  basketLinesOf(state, now).map(({ itemId }) => itemId);

export const basketHorizonMs = (now: Date) => now.getTime() - BASKET_DAYS * 86_400_000;

/** Moves since all of the line was last told, one after the other; there are never fewer than no pieces. */
function lineOf(itemId: string, ofItem: readonly (readonly [key: string, BasketChange])[]) {
  const [, whole] = ofItem.find(([key]) => movedItem(key) === undefined) ?? [];
  const moves = ofItem
    .filter(([key, { stamp }]) => movedItem(key) !== undefined && (!whole || compareStamps(stamp, whole.stamp) > 0))
    .map(([, change]) => change)
    .sort((left, right) => compareStamps(left.stamp, right.stamp));
  let pieces = whole?.isIn ? Math.max(1, whole.quantity) : 0;
  let added = whole?.stamp;
  for (const { isIn, quantity, stamp } of moves) {
    pieces = Math.max(0, pieces + (isIn ? quantity : -quantity));
    if (isIn) added = stamp;
  }
  const touched = moves.at(-1)?.stamp ?? whole?.stamp;
  return pieces && added && touched ? { itemId, pieces, added, touched } : undefined;
}

const isoOf = ([at]: Stamp) => new Date(at).toISOString();
