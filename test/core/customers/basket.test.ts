import fc from 'fast-check';
import { basketLinesOf, basketOf } from '../../../core/customers/basket.ts';
import {
  emptyState,
  joinStates,
  type OnlineState,
  readState,
  STATE_LIMITS,
} from '../../../core/customers/online-state.ts';
import { EventName, type LakeEvent } from '../../../core/events/contract.ts';
import { aLakeEvent, stateAfter } from '../../support/events.ts';

const now = new Date('2026-11-02T00:00:00Z');

const at = (minute: number) => new Date(Date.UTC(2026, 10, 1, 10, minute)).toISOString();
const ofLamp = (event: string, minute: number, quantity: number, messageId = `lamp-${minute}`) =>
  aLakeEvent({ event, messageId, timestamp: at(minute), items: [{ itemId: 'lamp', quantity, price: 100 }] });
const added = (minute: number, quantity = 1) => ofLamp(EventName.productAdded, minute, quantity);
const removed = (minute: number, quantity: number) => ofLamp(EventName.productRemoved, minute, quantity);
const ordered = (minute: number, quantity = 1) => ofLamp(EventName.orderCompleted, minute, quantity);
const piecesAfter = (events: readonly LakeEvent[]) => basketLinesOf(stateAfter(events), now)[0]?.pieces ?? 0;

/** What a shop's own basket holds after these, one after the other. */
function replayed(events: readonly LakeEvent[]): Map<string, number> {
  const basket = new Map<string, number>();
  for (const { event, items } of events.toSorted((left, right) => (left.timestamp < right.timestamp ? -1 : 1))) {
    for (const { itemId, quantity } of items) {
      const lay = basket.get(itemId) ?? 0;
      if (event === EventName.productAdded) basket.set(itemId, lay + quantity);
      if (event === EventName.productRemoved) basket.set(itemId, quantity ? Math.max(0, lay - quantity) : 0);
      if (event === EventName.orderCompleted) basket.set(itemId, 0);
    }
  }
  return new Map([...basket].filter(([, pieces]) => pieces));
}

/** Each in a second of its own, on two items, and the same in another order with some repeated. */
const anyMoves = fc
  .array(
    fc.record({
      event: fc.constantFrom(
        EventName.productAdded,
        EventName.productAdded,
        EventName.productRemoved,
        EventName.productRemoved,
        EventName.orderCompleted,
        'Cart Viewed',
      ),
      items: fc.uniqueArray(fc.constantFrom('lamp', 'constructor'), { minLength: 1 }),
      quantity: fc.integer({ min: 0, max: 3 }),
    }),
    { maxLength: 60 },
  )
  .map((moves) =>
    moves.map(({ event, items, quantity }, second) =>
      aLakeEvent({
        event,
        timestamp: new Date(Date.UTC(2026, 10, 1, 10, 0, second)).toISOString(),
        items: items.map((itemId) => ({
          itemId,
          quantity: event === EventName.productAdded ? Math.max(1, quantity) : quantity,
          price: 1,
        })),
      }),
    ),
  )
  .chain((events) =>
    fc.tuple(
      fc.constant(events),
      fc
        .subarray(events)
        .chain((repeated) =>
          fc.shuffledSubarray([...events, ...repeated], { minLength: events.length + repeated.length }),
        ),
    ),
  );

describe('a basket', () => {
  it('holds what a replay in the order of time leaves, whatever the order of arrival and however often', () => {
    fc.assert(
      fc.property(anyMoves, ([events, delivered]) => {
        const state = stateAfter(delivered);

        expect(state).toEqual(stateAfter(events));
        expect(new Map(basketLinesOf(state, now).map(({ itemId, pieces }) => [itemId, pieces]))).toEqual(
          replayed(events),
        );
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  it('holds one of two pieces after one was taken out, however the two were put in', () => {
    expect(piecesAfter([added(1, 2), removed(2, 1)])).toBe(1);
    expect(piecesAfter([added(1), added(2), removed(3, 1)])).toBe(1);
    expect(piecesAfter([removed(3, 1), added(2), added(1), added(1)])).toBe(1);
    expect(piecesAfter([added(1, 2), removed(2, 1), removed(3, 1)])).toBe(0);
  });

  it('owes nothing: more taken out than was seen to be put in leaves none', () => {
    expect(piecesAfter([added(1), removed(2, 5), added(3)])).toBe(1);
  });

  it('is emptied of an item by a removal that does not say how many, and by an order however many it took', () => {
    expect(piecesAfter([added(1, 3), removed(2, 0)])).toBe(0);
    expect(piecesAfter([added(1, 3), ordered(2)])).toBe(0);
    expect(piecesAfter([ordered(2), added(1, 3)])).toBe(0);
    expect(piecesAfter([added(1, 3), ordered(2), added(3, 2)])).toBe(2);
  });

  it('counts an item that stands twice in one event twice', () => {
    const both = [1, 2].map((quantity) => ({ itemId: 'lamp', quantity, price: 100 }));

    expect(piecesAfter([aLakeEvent({ event: EventName.productAdded, items: both })])).toBe(3);
  });

  it('holds what was put in even where its pieces were rounded to none', () => {
    expect(piecesAfter([added(1, 0)])).toBe(1);
  });

  it('has what was put in last first, and says when it was touched', () => {
    const sofa = aLakeEvent({
      event: EventName.productAdded,
      timestamp: at(2),
      items: [{ itemId: 'sofa', quantity: 1, price: 1 }],
    });

    expect(basketLinesOf(stateAfter([added(1, 2), sofa, removed(3, 1)]), now)).toEqual([
      { itemId: 'sofa', pieces: 1, at: at(2), touchedAt: at(2) },
      { itemId: 'lamp', pieces: 1, at: at(1), touchedAt: at(3) },
    ]);
  });

  it('does not bring back what was taken out when so much is ordered that not all of it is remembered', () => {
    const most = Array.from({ length: STATE_LIMITS.basketChanges }, (_, line) => `item-${line}`);
    const order = aLakeEvent({
      event: EventName.orderCompleted,
      timestamp: at(3),
      items: most.map((itemId) => ({ itemId, quantity: 1, price: 1 })),
    });

    expect(basketOf(stateAfter([added(1), removed(2, 0), order]), now)).toEqual([]);
    expect(basketOf(stateAfter([order, added(1), removed(2, 0)]), now)).toEqual([]);
  });

  describe('of a state from before pieces were counted', () => {
    const line = { stamp: [Date.parse(at(2)), 'lamp-2'], isIn: true, quantity: 2 };
    const old = readState('ann', { ...emptyState, basket: { lamp: line } });
    const piecesOf = (state: OnlineState) => basketLinesOf(state, now)[0]?.pieces ?? 0;

    it('is what it said, and moves go on from there', () => {
      expect(piecesOf(old)).toBe(2);
      expect(piecesOf(joinStates(old, stateAfter([removed(3, 1)])))).toBe(1);
      expect(piecesOf(joinStates(old, stateAfter([ordered(3)])))).toBe(0);
    });

    it('has what came before, and what it was made of, in it', () => {
      expect(piecesOf(joinStates(old, stateAfter([added(2, 2), added(1)])))).toBe(2);
    });

    it('stays empty of what it had emptied', () => {
      const emptied = readState('ann', { ...emptyState, basket: { lamp: { ...line, isIn: false, quantity: 0 } } });

      expect(piecesOf(joinStates(emptied, stateAfter([added(1)])))).toBe(0);
    });
  });
});
