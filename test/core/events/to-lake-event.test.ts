import fc from 'fast-check';
import { LakeEvent } from '../../../core/events/contract.ts';
import { toLakeEvent } from '../../../core/events/to-lake-event.ts';
import { aCollectedEvent, aPseudonymizer } from '../../support/events.ts';

const origin = {
  shop: 'demo',
  currency: 'EUR',
  receivedAt: '2026-11-01T10:00:01.000Z',
  pseudonyms: aPseudonymizer,
} as const;

describe('toLakeEvent', () => {
  it('lets no identifier or trait into the lake, whatever they are', () => {
    const identifier = fc.stringMatching(/^[a-z0-9]{12,20}(@example\.com)?$/);
    fc.assert(
      fc.property(identifier, identifier, fc.dictionary(identifier, identifier), (userId, anonymousId, traits) => {
        const made = { messageId: `${userId}:viewed`, orderId: `order-of-${userId}` };
        const lake = JSON.stringify(toLakeEvent(aCollectedEvent({ userId, anonymousId, traits, ...made }), origin));

        for (const secret of [userId, anonymousId, ...Object.entries(traits).flat()]) {
          expect(lake).not.toContain(secret);
        }
      }),
    );
  });

  it('says what its contract says and nothing more', () => {
    const event = toLakeEvent(aCollectedEvent({ anonymousId: 'browser-1', query: 'lamp', device: 'mobile' }), origin);

    expect(LakeEvent.strict().parse(event)).toEqual(event);
  });

  it('knows no price of what costs less than nothing: a discount told as a product', () => {
    const [line] = toLakeEvent(
      aCollectedEvent({ items: [{ itemId: 'coupon', quantity: 1, price: -5 }] }),
      origin,
    ).items;

    expect(line?.price).toBe(0);
  });

  it('cuts addresses out of what was searched for', () => {
    expect(toLakeEvent(aCollectedEvent({ query: 'gift ann@example.com lamp' }), origin).query).toBe('gift  lamp');
  });

  it('links a browser only to a known customer', () => {
    const known = toLakeEvent(aCollectedEvent({ userId: 'ann', anonymousId: 'browser' }), origin);
    const browsing = toLakeEvent(aCollectedEvent({ userId: undefined, anonymousId: 'browser' }), origin);

    expect(known).toMatchObject({ isKnown: true, linked: browsing.customer });
    expect(browsing).toMatchObject({ isKnown: false });
    expect(browsing).not.toHaveProperty('linked');
  });

  it('turns prices into minor units, and knows none in another currency', () => {
    const priceIn = (currency: string | undefined) =>
      toLakeEvent(aCollectedEvent({ currency }), origin).items.map(({ price }) => price);

    expect(priceIn(undefined)).toEqual([1_999]);
    expect(priceIn('EUR')).toEqual([1_999]);
    expect(priceIn('USD')).toEqual([0]);
  });
});
