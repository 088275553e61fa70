import { shareOf } from '../../../core/experiments/assign-arm.ts';
import { drawArm } from '../../../core/experiments/bandit.ts';
import { isAsPlanned } from '../../../core/experiments/sample-ratio.ts';

const LOOK_EVERY = 20;

interface Test {
  readonly planned: readonly number[];
  /** The share of each recipe's customers that is counted. */
  readonly kept?: readonly number[];
  readonly customers: number;
}

/** By how many customers a test is said to be out of its plan, where somebody looks again and again; undefined where it never is. */
function saidAt(run: number, { planned, kept = planned.map(() => 1), customers }: Test): number | undefined {
  const counts = planned.map(() => 0);
  for (let customer = 1; customer <= customers; customer++) {
    const recipe = drawArm(planned, shareOf(`run-${run}`, `customer-${customer}`));
    const share = kept[recipe] ?? 0;
    const isCounted = share === 1 || shareOf(`kept-${run}`, `customer-${customer}`) < share;
    counts[recipe] = (counts[recipe] ?? 0) + (isCounted ? 1 : 0);
    const isLookedAt = customer % LOOK_EVERY === 0;
    if (
      isLookedAt &&
      !isAsPlanned(planned.map((share, index) => ({ plannedShare: share, customers: counts[index] ?? 0 })))
    )
      return customer;
  }
  return undefined;
}
const saidOf = (runs: number, test: Test) =>
  Array.from({ length: runs }, (_, run) => saidAt(run, test)).filter((at) => at !== undefined);
const ofTwo = (one: number, other: number, planned = 0.5) =>
  isAsPlanned([
    { plannedShare: planned, customers: one },
    { plannedShare: 1 - planned, customers: other },
  ]);

describe('the split of customers', () => {
  it.each([
    ['halves', [0.5, 0.5]],
    ['unlike weights', [0.75, 0.25]],
    ['three recipes', [0.5, 0.3, 0.2]],
  ])(
    'of %s that are as planned is called so but in one test of a hundred, although it is looked at fifty times',
    (_what, planned) => {
      expect(saidOf(200, { planned, customers: 1_000 }).length).toBeLessThanOrEqual(2);
    },
  );

  it('that loses a fifth of one recipe’s customers is found in every test, and most of the time before 3,000', () => {
    const found = saidOf(40, { planned: [0.5, 0.5], kept: [1, 0.8], customers: 6_000 });

    expect(found).toHaveLength(40);
    expect(found.filter((at) => at <= 3_000).length).toBeGreaterThan(20);
  });

  it('is nothing to speak of before somebody came, and soon is where one recipe gets nobody', () => {
    expect(ofTwo(0, 0)).toBe(true);
    expect(ofTwo(10, 0)).toBe(true);
    expect(ofTwo(50, 0)).toBe(false);
    expect(ofTwo(0, 50)).toBe(false);
  });

  it('is judged by the planned shares, not by halves', () => {
    expect(ofTwo(3_000, 1_000, 0.75)).toBe(true);
    expect(ofTwo(3_000, 1_000)).toBe(false);
    expect(ofTwo(2_000, 2_000, 0.75)).toBe(false);
  });

  it('of many millions is judged still, however small one share is', () => {
    expect(ofTwo(50_000_000, 50_010_000)).toBe(true);
    expect(ofTwo(50_000_000, 50_100_000)).toBe(false);
    expect(ofTwo(1_000, 900_000, 1 / 901)).toBe(true);
    expect(ofTwo(1_300, 900_000, 1 / 901)).toBe(false);
  });

  it('weighs the evidence as the odds of Dirichlet to multinomial have it', () => {
    // Of n to none: the product of 2 (50 + i) / (100 + i) over i below n is 88 at n = 35 and 110 at 36.
    expect([35, 36].map((customers) => ofTwo(customers, 0))).toEqual([true, false]);
  });
});
