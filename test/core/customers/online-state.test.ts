import fc from 'fast-check';
import { basketOf } from '../../../core/customers/basket.ts';
import {
  dismissedItemsOf,
  emptyState,
  forgetOldBasket,
  historyOf,
  joinStates,
  type OnlineState,
  purchasedItemsOf,
  readState,
  STATE_LIMITS,
} from '../../../core/customers/online-state.ts';
import { stateOfEvent } from '../../../core/customers/state-of-event.ts';
import { EventName, type LakeEvent } from '../../../core/events/contract.ts';
import { statesOf } from '../../../functions/events/project-events.ts';
import { aLakeEvent, stateAfter } from '../../support/events.ts';

const now = new Date('2026-11-02T00:00:00Z');

/** Few items, orders, browsers and times, so that events meet: the same second, the same line, the same order. */
const anyEvent: fc.Arbitrary<LakeEvent> = fc
  .record({
    messageId: fc.integer({ min: 0, max: 400 }).map((id) => `m${id}`),
    event: fc.constantFrom(...Object.values(EventName), 'Checkout Started', 'constructor', 'toString'),
    second: fc.integer({ min: 0, max: 120 }),
    itemIds: fc.array(fc.constantFrom('lamp', 'sofa', 'vase', 'constructor', 'valueOf'), { maxLength: 3 }),
    quantity: fc.integer({ min: 1, max: 3 }),
    orderId: fc.constantFrom('o1', 'o2', undefined),
    linked: fc.constantFrom('browser-1', 'browser-2', undefined),
    type: fc.constantFrom('track', 'identify'),
    customer: fc.constantFrom('ann', 'bob'),
  })
  .map(({ second, itemIds, quantity, orderId, linked, ...rest }) =>
    aLakeEvent({
      ...rest,
      timestamp: new Date(Date.UTC(2026, 10, 1, 10, 0, second * 2_000)).toISOString(),
      items: itemIds.map((itemId) => ({ itemId, quantity, price: 100 })),
      query: 'light',
      ...(orderId ? { orderId } : {}),
      ...(linked ? { linked } : {}),
    }),
  );

/** The same events in another order, some of them twice, cut into batches anywhere. */
const anyDelivery = (events: readonly LakeEvent[]) =>
  fc
    .tuple(fc.subarray([...events]), fc.infiniteStream(fc.nat()), fc.integer({ min: 1, max: 7 }))
    .map(([repeated, order, batchSize]) => {
      const keyed = [...events, ...repeated].map((event) => ({ event, at: order.next().value ?? 0 }));
      const shuffled = keyed.sort((left, right) => left.at - right.at).map(({ event }) => event);
      return Array.from({ length: Math.ceil(shuffled.length / batchSize) }, (_, batch) =>
        shuffled.slice(batch * batchSize, (batch + 1) * batchSize),
      );
    });

function deliver(batches: readonly (readonly LakeEvent[])[]): Record<string, OnlineState> {
  const stored = new Map<string, OnlineState>();
  for (const batch of batches) {
    for (const [pseudonym, news] of statesOf(batch)) {
      stored.set(pseudonym, forgetOldBasket(joinStates(stored.get(pseudonym) ?? emptyState, news), now));
    }
  }
  return Object.fromEntries(stored);
}

it('makes nothing of an event that is called like something that every object has', () => {
  const state = stateAfter([aLakeEvent({ event: 'constructor' }), aLakeEvent({ event: 'toString' })]);

  expect(historyOf(state)).toEqual([]);
});

describe('the online state', () => {
  it('ends the same for any order of the same events, any repeated, in any batches', () => {
    const anyHistory = fc
      .array(anyEvent, { maxLength: 120 })
      .chain((events) => fc.tuple(anyDelivery(events), anyDelivery(events)));

    fc.assert(
      fc.property(anyHistory, ([one, other]) => {
        expect(deliver(one)).toEqual(deliver(other));
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  it('forgets the same, however late an event comes, when more happens than it can hold', () => {
    const events = Array.from({ length: 900 }, (_, index) =>
      aLakeEvent({
        messageId: `many-${index}`,
        event: [EventName.productAdded, EventName.orderCompleted, EventName.recommendationDismissed][index % 3],
        timestamp: new Date(Date.UTC(2026, 10, 1, 0, 0, (index * 7_919) % 900)).toISOString(),
        items: [{ itemId: `item-${index}`, quantity: 1, price: 1 }],
      }),
    );

    const forward = stateAfter(events);

    expect(stateAfter([...events].reverse())).toEqual(forward);
    expect(Object.keys(forward.interactions)).toHaveLength(STATE_LIMITS.interactions);
    expect(Object.keys(forward.basket)).toHaveLength(STATE_LIMITS.basketChanges);
    expect(Object.keys(forward.dismissed)).toHaveLength(STATE_LIMITS.dismissed);
    expect(Object.keys(forward.wanted)).toHaveLength(STATE_LIMITS.wanted);
    expect(Object.keys(forward.purchases).length).toBeLessThanOrEqual(STATE_LIMITS.purchaseLines);
  });

  const at = (minute: number) => `2026-11-01T10:${String(minute).padStart(2, '0')}:00.000Z`;
  const lamp = [{ itemId: 'lamp', quantity: 1, price: 100 }];

  it('takes an item out of the basket even when the addition arrives after the removal', () => {
    const removed = aLakeEvent({ event: EventName.productRemoved, timestamp: at(2), items: lamp });
    const added = aLakeEvent({ event: EventName.productAdded, timestamp: at(1), items: lamp });

    expect(basketOf(stateAfter([removed, added]), now)).toEqual([]);
    expect(basketOf(stateAfter([added]), now)).toEqual(['lamp']);
  });

  it('empties the basket line that was bought, and counts the item as bought', () => {
    const added = aLakeEvent({ event: EventName.productAdded, timestamp: at(1), items: lamp });
    const bought = aLakeEvent({ event: EventName.orderCompleted, timestamp: at(2), items: lamp, orderId: 'o1' });

    const state = stateAfter([added, bought]);

    expect(basketOf(state, now)).toEqual([]);
    expect(purchasedItemsOf(state)).toEqual(['lamp']);
  });

  it('counts an item as bought while one of its two orders stands', () => {
    const first = aLakeEvent({ event: EventName.orderCompleted, timestamp: at(1), items: lamp, orderId: 'o1' });
    const second = aLakeEvent({ event: EventName.orderCompleted, timestamp: at(2), items: lamp, orderId: 'o2' });
    const cancelled = aLakeEvent({ event: EventName.orderCancelled, timestamp: at(3), items: lamp, orderId: 'o2' });
    const refunded = aLakeEvent({ event: EventName.orderRefunded, timestamp: at(4), items: [], orderId: 'o1' });

    expect(purchasedItemsOf(stateAfter([first, second, cancelled]))).toEqual(['lamp']);
    expect(purchasedItemsOf(stateAfter([first, second, cancelled, refunded]))).toEqual([]);
  });

  it('takes a basket that nobody touched for 30 days as abandoned', () => {
    const added = aLakeEvent({ event: EventName.productAdded, timestamp: at(1), items: lamp });

    expect(basketOf(stateAfter([added]), new Date('2026-12-05T00:00:00Z'))).toEqual([]);
  });

  describe('of what was waved away', () => {
    const dismissed = aLakeEvent({ event: EventName.recommendationDismissed, timestamp: at(1), items: lamp });
    const views = Array.from({ length: STATE_LIMITS.interactions + 10 }, (_, index) =>
      aLakeEvent({ timestamp: at(2), items: [{ itemId: `item-${index}`, quantity: 1, price: 1 }] }),
    );

    it('remembers it however much is looked at since', () => {
      const state = stateAfter([dismissed, ...views]);

      expect(historyOf(state).map(({ kind }) => kind)).not.toContain('dismiss');
      expect(dismissedItemsOf(state)).toEqual(['lamp']);
    });

    it('remembers it however much else is bought since', () => {
      const orders = Array.from({ length: 12 }, (_, order) =>
        aLakeEvent({
          event: EventName.orderCompleted,
          timestamp: at(2 + order),
          items: Array.from({ length: 50 }, (_, line) => ({ itemId: `item-${order}-${line}`, quantity: 1, price: 1 })),
        }),
      );

      expect(dismissedItemsOf(stateAfter([dismissed, ...orders]))).toEqual(['lamp']);
      expect(dismissedItemsOf(stateAfter([...orders, dismissed]))).toEqual(['lamp']);
    });

    it('counts it as waved away when that happened last', () => {
      const added = aLakeEvent({ event: EventName.productAdded, timestamp: at(0), items: lamp });

      expect(dismissedItemsOf(stateAfter([dismissed, added]))).toEqual(['lamp']);
    });

    it('forgets it once it is wanted after all, also where the dismissal arrives late', () => {
      const wished = aLakeEvent({ event: EventName.productAddedToWishlist, timestamp: at(2), items: lamp });

      expect(dismissedItemsOf(stateAfter([wished, dismissed]))).toEqual([]);
      expect(dismissedItemsOf(stateAfter([wished, ...views, dismissed]))).toEqual([]);
    });

    it('knows it from the interactions of a state that was written before it was kept apart', () => {
      const { dismissed: _notYet, wanted: _norThis, ...old } = stateAfter([dismissed]);

      const read = readState('ann', old);

      expect(dismissedItemsOf(read)).toEqual(['lamp']);
      expect(dismissedItemsOf(views.map(stateOfEvent).reduce(joinStates, read))).toEqual(['lamp']);
    });
  });

  it('tells the last interactions oldest first', () => {
    const viewed = aLakeEvent({ timestamp: at(3), items: lamp });
    const searched = aLakeEvent({ event: EventName.productsSearched, timestamp: at(1), items: [], query: 'lamp' });

    const history = historyOf(stateAfter([viewed, searched]));

    expect(history).toMatchObject([
      { kind: 'search', query: 'lamp' },
      { kind: 'view', itemId: 'lamp', price: 100 },
    ]);
  });

  it('is not moved by a robot', () => {
    expect(statesOf([aLakeEvent({ isBot: true })]).size).toBe(0);
  });
});
