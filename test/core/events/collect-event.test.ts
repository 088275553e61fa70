import fc from 'fast-check';
import { collectEvent, timestampOf } from '../../../core/events/collect-event.ts';
import { CollectedEvent } from '../../../core/events/contract.ts';
import { SegmentCall } from '../../../core/events/segment-call.ts';

const NOW = new Date('2026-11-01T10:00:00.000Z');
const collect = (raw: unknown, sentAt?: string) => collectEvent(SegmentCall.parse(raw), raw, NOW, sentAt);

/** As Segment documents the call. https://segment.com/docs/connections/spec/ecommerce/v2/#order-completed */
const ORDER_COMPLETED = {
  userId: '019mr8mf4r',
  type: 'track',
  event: 'Order Completed',
  properties: {
    checkout_id: 'fksdjfsdjfisjf9sdfjsd9f',
    order_id: '50314b8e9bcf000000000000',
    affiliation: 'Google Store',
    total: 27.5,
    revenue: 25.0,
    currency: 'usd',
    products: [
      { product_id: '507f1f77bcf86cd799439011', sku: '45790-32', name: 'Monopoly', price: 19, quantity: 1 },
      { product_id: '505bd76785ebb509fc183733', sku: '46493-32', name: 'Uno Card Game', price: 3, quantity: 2 },
    ],
  },
};

describe('collectEvent', () => {
  it("reads Segment's own example of a completed order", () => {
    const { event } = collect(ORDER_COMPLETED);

    expect(event).toMatchObject({
      type: 'track',
      event: 'Order Completed',
      userId: '019mr8mf4r',
      orderId: '50314b8e9bcf000000000000',
      currency: 'USD',
      timestamp: NOW.toISOString(),
      items: [
        { itemId: '507f1f77bcf86cd799439011', quantity: 1, price: 19 },
        { itemId: '505bd76785ebb509fc183733', quantity: 2, price: 3 },
      ],
    });
  });

  it('counts what it did not take: four fields of the order and one of each product', () => {
    const { event, droppedFields } = collect(ORDER_COMPLETED);

    expect(droppedFields).toBe(4 + 2);
    expect(JSON.stringify(event)).not.toMatch(/Monopoly|Google|affiliation/);
  });

  it('says that the browser of an alias is the customer', () => {
    const { event } = collect({ type: 'alias', userId: 'ann', previousId: 'browser-1' });

    expect(event).toMatchObject({ type: 'alias', userId: 'ann', anonymousId: 'browser-1' });
  });

  it('reads ids that are numbers and fields that are null', () => {
    const { event } = collect({ type: 'identify', userId: 42, anonymousId: null, traits: null });

    expect(event).toMatchObject({ userId: '42' });
    expect(event).not.toHaveProperty('anonymousId');
  });

  it('keeps an event whose secondary fields are odd', () => {
    const { event } = collect({
      type: 'track',
      event: 'Product Viewed',
      userId: 'ann',
      context: 'none',
      properties: { product_id: 'lamp', price: 'cheap', rating: [] },
    });

    expect(event.items).toEqual([{ itemId: 'lamp', quantity: 1 }]);
  });

  it('reads a removal that does not say how many as one of all', () => {
    const removal = (properties: object) =>
      collect({ type: 'track', event: 'Product Removed', userId: 'ann', properties }).event.items;

    expect(removal({ product_id: 'lamp' })).toEqual([{ itemId: 'lamp', quantity: 0 }]);
    expect(removal({ product_id: 'lamp', quantity: 2 })).toEqual([{ itemId: 'lamp', quantity: 2 }]);
    expect(removal({ product_id: 'cheese', quantity: 0.3 })).toEqual([{ itemId: 'cheese', quantity: 1 }]);
  });

  it('gives the same call the same message id when it says when it happened', () => {
    const call = { type: 'page', userId: 'ann', timestamp: '2026-11-01T09:00:00Z' };

    expect(collect(call).event.messageId).toBe(collect(call).event.messageId);
    expect(collect({ ...call, timestamp: undefined }).event.messageId).not.toBe(
      collect({ ...call, timestamp: undefined }).event.messageId,
    );
  });

  it('marks robots and tells devices apart', () => {
    const from = (userAgent: string) => collect({ type: 'page', userId: 'ann', context: { userAgent } }).event;

    expect(from('Mozilla/5.0 (compatible; Googlebot/2.1)')).toMatchObject({ isBot: true });
    expect(from('Mozilla/5.0 (iPhone; CPU iPhone OS 18_0)')).toMatchObject({ isBot: false, device: 'mobile' });
    expect(from('Mozilla/5.0 (Linux; Android 15; SM-X200)')).toMatchObject({ device: 'tablet' });
    expect(from('Mozilla/5.0 (Windows NT 10.0)')).toMatchObject({ device: 'desktop' });
  });

  it('hands on only what its consumer can read, whatever was accepted', () => {
    const time = fc.oneof(
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
      fc.string(),
    );
    const number = fc.oneof(fc.double(), fc.string(), fc.constantFrom(1e300, -5, '1e400', '7'));
    const product = fc.record({ product_id: fc.oneof(fc.string(), fc.nat()), price: number, quantity: number });
    const anyCall = fc.record({
      type: fc.constantFrom('track', 'page', 'identify', 'alias'),
      event: fc.string({ minLength: 1, maxLength: 300 }),
      userId: fc.oneof(fc.string({ minLength: 1 }), fc.integer()),
      previousId: fc.string({ minLength: 1 }),
      timestamp: time,
      properties: fc.record({ products: fc.array(product), order_id: fc.string(), rating: number, query: fc.string() }),
    });
    let accepted = 0;
    fc.assert(
      fc.property(anyCall, time, (raw, sentAt) => {
        const call = SegmentCall.safeParse(raw);
        if (!call.success) return;
        accepted += 1;
        expect(CollectedEvent.safeParse(collectEvent(call.data, raw, NOW, sentAt).event).error).toBeUndefined();
      }),
      { numRuns: 500 },
    );
    expect(accepted).toBeGreaterThan(50);
  });
});

describe('timestampOf', () => {
  const at = (timestamp: string | undefined, sentAt?: string) => timestampOf({ timestamp }, NOW, sentAt).toISOString();

  it('sets a wrong clock right by the time of sending', () => {
    expect(at('2030-01-01T00:00:00Z', '2030-01-01T00:01:00Z')).toBe('2026-11-01T09:59:00.000Z');
  });

  it('leaves a clock alone that is off by less than five minutes', () => {
    expect(at('2026-11-01T09:58:00Z', '2026-11-01T09:57:00Z')).toBe('2026-11-01T09:58:00.000Z');
  });

  it.each(['2030-01-01T00:00:00Z', 'yesterday', undefined, '1950-01-01T00:00:00Z'])('takes %s as now', (timestamp) => {
    expect(at(timestamp)).toBe(NOW.toISOString());
  });

  it('takes as now what a mad clock would move before 1970', () => {
    expect(at('1970-01-01T00:00:00Z', '+275760-09-13T00:00:00Z')).toBe(NOW.toISOString());
  });
});
