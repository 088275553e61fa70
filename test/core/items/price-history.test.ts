import { PutItem } from '../../../core/items/contract.ts';
import { continueRow, saleOf } from '../../../core/items/price-history.ts';

const day = (number: number) => new Date(Date.UTC(2026, 0, number));
const lamp = (price: number) => PutItem.parse({ itemId: 'lamp', title: 'Lamp', price });

/** The row after these prices were put on these days. */
type Put = readonly [day: number, price: number];
const after = (...puts: Put[]) =>
  puts.reduce<ReturnType<typeof continueRow> | undefined>(
    (before, [at, price]) => continueRow(lamp(price), before, 'demo', day(at)),
    undefined,
  );
const saleAfter = (now: number, ...puts: Put[]) => {
  const row = after(...puts);
  return row && saleOf(row, day(now));
};

describe('a row of the catalogue', () => {
  it('remembers when it came and which prices it had, once each', () => {
    expect(after([1, 100], [2, 100], [5, 80])).toMatchObject({
      firstSeenAt: day(1).toISOString(),
      updatedAt: day(5).toISOString(),
      prices: [
        { price: 100, since: day(1).toISOString() },
        { price: 80, since: day(5).toISOString() },
      ],
    });
  });

  it('of before prices were kept goes on from the price that it had', () => {
    const { prices: _, firstSeenAt: __, ...old } = continueRow(lamp(100), undefined, 'demo', day(1));

    expect(saleOf(continueRow(lamp(50), old, 'demo', day(40)), day(41))).toMatchObject({ reduction: 0.5 });
  });
});

describe('a sale', () => {
  it('is a price below the lowest of the 30 days before the reduction', () => {
    expect(saleAfter(41, [1, 100], [40, 75])).toMatchObject({ reduction: 0.25 });
  });

  it('is not what was raised just before it was lowered', () => {
    expect(saleAfter(41, [1, 100], [30, 200], [40, 100])).toBeUndefined();
    expect(saleAfter(41, [1, 100], [30, 200], [40, 90])?.reduction).toBeCloseTo(0.1, 10);
  });

  it('is over when the price goes up again, when it has become the price, and for what never cost anything else', () => {
    expect(saleAfter(46, [1, 100], [40, 75], [45, 100])).toBeUndefined();
    expect(saleAfter(120, [1, 100], [40, 75])).toBeUndefined();
    expect(saleAfter(2, [1, 100])).toBeUndefined();
  });
});
