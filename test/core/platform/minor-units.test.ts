import fc from 'fast-check';
import { toMinorUnits, writtenMoney } from '../../../core/platform/minor-units.ts';

describe('toMinorUnits', () => {
  it.each([
    [12.3, 'EUR', 1_230],
    [19.99, 'EUR', 1_999],
    [1_980, 'JPY', 1_980],
    [12.3, 'JPY', 12],
    [1.234, 'KWD', 1_234],
    [1e300, 'EUR', 0],
    [Number.NaN, 'EUR', 0],
  ])('%p %s is %p', (amount, currency, minor) => {
    expect(toMinorUnits(amount, currency)).toBe(minor);
  });

  it('is exact for every price with two digits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000_000 }), (cents) => toMinorUnits(cents / 100, 'EUR') === cents),
    );
  });
});

it.each([
  [1_230, 'EUR', '12.30 EUR'],
  [5_000, 'JPY', '5000 JPY'],
  [12_345, 'KWD', '12.345 KWD'],
])('writes %i %s with as many digits as the currency has', (minor, currency, written) => {
  expect(writtenMoney(minor, currency)).toBe(written);
});
