import * as fc from 'fast-check';
import { rfmOf } from '../../../core/profiles/rfm.ts';

const OWN = { recency: [5, 10, 20, 40], frequency: [1, 2, 3, 5], monetary: [1_000, 2_000, 4_000, 8_000] };

describe('rfmOf', () => {
  it.each([
    [{ orders: 9, daysSinceOrder: 3, spent: 1 }, 5, 5, 'champion'],
    [{ orders: 1, daysSinceOrder: 3, spent: 1 }, 5, 1, 'new'],
    [{ orders: 2, daysSinceOrder: 40, spent: 1 }, 4, 2, 'promising'],
    [{ orders: 3, daysSinceOrder: 100, spent: 1 }, 3, 3, 'loyal'],
    [{ orders: 1, daysSinceOrder: 100, spent: 1 }, 3, 1, 'needs-attention'],
    [{ orders: 5, daysSinceOrder: 200, spent: 1 }, 2, 4, 'at-risk'],
    [{ orders: 1, daysSinceOrder: 400, spent: 1 }, 1, 1, 'lost'],
  ] as const)('scores %j by fixed limits, and money not at all', (facts, recency, frequency, segment) => {
    expect(rfmOf(facts, null)).toEqual({ recency, frequency, monetary: null, segment, scale: 'fixed' });
  });

  it("scores by the shop's own quintiles where there are some", () => {
    expect(rfmOf({ orders: 4, daysSinceOrder: 15, spent: 9_000 }, OWN)).toEqual({
      recency: 3,
      frequency: 4,
      monetary: 5,
      segment: 'loyal',
      scale: 'quintiles',
    });
  });

  it('scores nobody who never bought', () => {
    expect(rfmOf({ orders: 0, daysSinceOrder: null, spent: 0 }, OWN)).toMatchObject({
      recency: null,
      segment: 'not-bought',
    });
  });

  it('never scores a later order worse, nor more orders', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.double({ min: 0, max: 500, noNaN: true }), (orders, days) => {
        const one = rfmOf({ orders, daysSinceOrder: days, spent: 0 }, null);
        const later = rfmOf({ orders: orders + 1, daysSinceOrder: days / 2, spent: 0 }, null);
        expect(later.recency ?? 0).toBeGreaterThanOrEqual(one.recency ?? 0);
        expect(later.frequency ?? 0).toBeGreaterThanOrEqual(one.frequency ?? 0);
      }),
    );
  });
});
