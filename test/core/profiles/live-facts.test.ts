import { emptyState, type Interaction, type OnlineState, purchaseKey } from '../../../core/customers/online-state.ts';
import { liveFacts } from '../../../core/profiles/live-facts.ts';

const NOW = new Date('2026-11-24T12:00:00.000Z');
const LAMP = { category: ['Home', 'Lamps'], brand: 'Lumen' };
const items = new Map([['lamp', LAMP]]);
const at = (minutesAgo: number): [number, string] => [NOW.getTime() - minutesAgo * 60_000, `m${minutesAgo}`];

const stateOf = (interactions: readonly Interaction[], purchases: OnlineState['purchases'] = {}): OnlineState => ({
  ...emptyState,
  interactions: Object.fromEntries(interactions.map((one) => [one.stamp[1], one])),
  purchases,
});

describe('liveFacts', () => {
  it('knows nothing of somebody who did nothing', () => {
    expect(liveFacts(emptyState, items, NOW)).toBeUndefined();
  });

  it('is useful from the first view on', () => {
    const facts = liveFacts(stateOf([{ stamp: at(5), kind: 'view', itemId: 'lamp', price: 2_000 }]), items, NOW);

    expect(facts).toMatchObject({
      views: 1,
      orders: 0,
      daysSinceOrder: null,
      dwellSeconds: null,
      categories: [{ value: 'Lamps', share: 1 }],
      brands: [{ value: 'Lumen', share: 1 }],
      price: { low: 2_000, median: 2_000, high: 2_000 },
      hour: { utc: 11, share: 1 },
    });
  });

  it('counts orders, money, pauses and days', () => {
    const state = stateOf(
      [
        { stamp: at(2_881), kind: 'view', itemId: 'lamp' },
        { stamp: at(2_880), kind: 'purchase', itemId: 'lamp', price: 2_000, quantity: 2 },
        { stamp: at(0), kind: 'purchase', itemId: 'lamp', price: 2_000, quantity: 1 },
      ],
      {
        [purchaseKey('lamp', 'o1')]: { stamp: at(2_880), isKept: true },
        [purchaseKey('lamp', 'o2')]: { stamp: at(0), isKept: true },
      },
    );

    expect(liveFacts(state, items, NOW)).toMatchObject({
      orders: 2,
      spent: 6_000,
      daysSinceOrder: 0,
      daysBetweenOrders: 2,
      dwellSeconds: 60,
      activeDays: 2,
    });
  });
});
