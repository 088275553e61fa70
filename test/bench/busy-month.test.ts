import { priceOutcomes } from '../../bench/cost/busy-month.ts';
import { readPriceList } from '../../bench/cost/price-list.ts';

describe('what an A/B test adds to a month', () => {
  const unitsOf = (newcomersPerTried: number, rewardsPerTried: number) =>
    priceOutcomes(1_000, readPriceList(), { newcomersPerTried, rewardsPerTried }).map(({ quantity }) => quantity);

  it('is two reads and two rows a slate, each row written at two units', () => {
    expect(unitsOf(0, 0)).toEqual([2_000, 4_000]);
  });

  it('is a row more for who is met first, and a read and two rows more for a reward', () => {
    expect(unitsOf(0.5, 0)).toEqual([2_000, 5_000]);
    expect(unitsOf(0, 0.5)).toEqual([2_500, 6_000]);
  });
});
