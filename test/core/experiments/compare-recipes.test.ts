import { designEffect, resultOf } from '../../../core/experiments/compare-recipes.ts';
import { SlateExperimentDraft } from '../../../core/experiments/contract.ts';
import type { Counts, RecipeTotals } from '../../../core/experiments/outcome-repository.ts';

const anExperiment = (kind: string, recipes: readonly string[] = ['for-you', 'popular']) =>
  SlateExperimentDraft.parse({ name: 'spring', kind, arms: recipes.map((recipe) => ({ recipe })) });

/** Each slate drawn with this probability. */
const counts = (shown: number, rewarded: number, propensity = 1): Counts => ({
  ...{ shown, rewarded, weight: shown / propensity, rewardedWeight: rewarded / propensity },
  ...{ squaredWeight: shown / propensity ** 2, customers: 0 },
});
const inGroups = (groups: readonly Counts[]) => new Map(groups.map((group, index) => [index, group]));
/** Spread evenly over ten groups of customers. */
const evenly = (shown: number, rewarded: number): RecipeTotals => ({
  ...counts(shown, rewarded),
  groups: inGroups(Array.from({ length: 10 }, () => counts(shown / 10, rewarded / 10))),
});
const result = (kind: string, totals: Readonly<Record<string, RecipeTotals>>, recipes?: readonly string[]) =>
  resultOf(anExperiment(kind, recipes), new Map(Object.entries(totals)), true);

describe('the result of an A/B test', () => {
  it('is each share and its difference to the first, as Newcombe has it', () => {
    // Newcombe (1998), table II, example (a): 56/70 against 48/80 has a difference of 0.2 from 0.0524 to 0.3339.
    const { counted, comparisons } = result('ab', { 'for-you': evenly(80, 48), popular: evenly(70, 56) });

    expect(counted.map(({ recipe, share }) => [recipe, share?.value])).toEqual([
      ['for-you', 0.6],
      ['popular', 0.8],
    ]);
    expect(comparisons).toEqual([
      {
        recipe: 'popular',
        against: 'for-you',
        difference: {
          value: expect.closeTo(0.2, 4),
          low: expect.closeTo(0.0524, 4),
          high: expect.closeTo(0.3339, 4),
        },
        verdict: 'effect',
      },
    ]);
  });

  it('is too early below 30 slates, and nothing of a recipe that was never shown', () => {
    const early = result('ab', { 'for-you': evenly(20, 0), popular: evenly(20, 20) });
    const unseen = result('ab', { 'for-you': evenly(100, 10) });

    expect(early.comparisons[0]?.verdict).toBe('too-early');
    expect(unseen.counted[1]).toMatchObject({ recipe: 'popular', shown: 0, customers: 0, rewarded: 0, share: null });
    expect(unseen.comparisons[0]).toMatchObject({ difference: null, verdict: 'too-early' });
  });

  it('compares every other recipe with the first, and forgets recipes that take part no more', () => {
    const totals = { a: evenly(100, 10), b: evenly(100, 20), c: evenly(100, 10), old: evenly(100, 90) };

    const { counted, comparisons } = result('ab', totals, ['a', 'b', 'c']);

    expect(counted.map(({ recipe }) => recipe)).toEqual(['a', 'b', 'c']);
    expect(comparisons.map(({ recipe, against }) => [recipe, against])).toEqual([
      ['b', 'a'],
      ['c', 'a'],
    ]);
  });
});

describe('an A/B test whose customers', () => {
  const given = (customers: number): RecipeTotals => ({ ...evenly(1_000, 100), customers });
  const better = (customers: number): RecipeTotals => ({ ...evenly(1_000, 200), customers });

  it('fell to its recipes as planned says so, with how many each had, and is compared', () => {
    const { counted, isSplitAsPlanned, comparisons } = result('ab', { 'for-you': given(510), popular: better(490) });

    expect(isSplitAsPlanned).toBe(true);
    expect(counted).toMatchObject([
      { recipe: 'for-you', customers: 510, plannedShare: 0.5 },
      { recipe: 'popular', customers: 490, plannedShare: 0.5 },
    ]);
    expect(comparisons[0]?.verdict).toBe('effect');
  });

  it('did not is not compared, however clear a difference looks', () => {
    const { isSplitAsPlanned, comparisons } = result('ab', { 'for-you': given(600), popular: better(400) });

    expect(isSplitAsPlanned).toBe(false);
    expect(comparisons).toEqual([{ recipe: 'popular', against: 'for-you', difference: null, verdict: 'mismatch' }]);
  });

  it('fell by unlike weights is judged by these', () => {
    const arms = [{ recipe: 'for-you', weight: 3 }, { recipe: 'popular' }];
    const weighed = SlateExperimentDraft.parse({ name: 'spring', kind: 'ab', arms });
    const splitOf = (one: number, other: number) =>
      resultOf(weighed, new Map(Object.entries({ 'for-you': given(one), popular: given(other) })), true)
        .isSplitAsPlanned;

    expect(splitOf(750, 250)).toBe(true);
    expect(splitOf(500, 500)).toBe(false);
  });

  it('come back more often for one recipe is as planned all the same: who is counted is people', () => {
    const often: RecipeTotals = { ...evenly(3_000, 300), customers: 500 };

    expect(result('ab', { 'for-you': given(500), popular: often }).isSplitAsPlanned).toBe(true);
  });

  it('were not all counted is compared as if nothing were known of them', () => {
    const totals = new Map(Object.entries({ 'for-you': given(600), popular: better(400) }));

    const { counted, isSplitAsPlanned, comparisons } = resultOf(anExperiment('ab'), totals, false);

    expect(isSplitAsPlanned).toBeUndefined();
    expect(counted[0]).not.toHaveProperty('customers');
    expect(comparisons[0]?.verdict).toBe('effect');
  });

  it.each(['interleaving', 'bandit'])('is of no plan where it is of kind %s', (kind) => {
    const { counted, isSplitAsPlanned, comparisons } = result(kind, { 'for-you': given(600), popular: given(0) });

    expect(isSplitAsPlanned).toBeUndefined();
    expect(counted[0]).not.toHaveProperty('customers');
    expect(comparisons[0]?.verdict).not.toBe('mismatch');
  });
});

describe('the result of an interleaving', () => {
  it('is the share of decided slates above one half, and an effect where the sign test refuses chance', () => {
    const close = result('interleaving', { 'for-you': evenly(1_000, 100), popular: evenly(1_000, 110) });
    const clear = result('interleaving', { 'for-you': evenly(1_000, 100), popular: evenly(1_000, 150) });

    expect(close.comparisons[0]?.verdict).toBe('no-effect');
    expect(clear.comparisons[0]).toMatchObject({ recipe: 'popular', against: 'for-you', verdict: 'effect' });
    expect(clear.comparisons[0]?.difference?.value).toBeCloseTo(0.1, 10);
    expect(clear.comparisons[0]?.difference?.low).toBeGreaterThan(0);
  });

  it('is too early while hardly a slate is decided, however many were shown', () => {
    const { comparisons } = result('interleaving', { 'for-you': evenly(10_000, 10), popular: evenly(10_000, 10) });

    expect(comparisons[0]?.verdict).toBe('too-early');
  });
});

describe('the result of a bandit', () => {
  /** Shown nine times in ten in one half of the time and once in ten in the other. */
  const uneven = (often: number, seldom: number): RecipeTotals => {
    const [one, other] = [counts(900, often, 0.9), counts(100, seldom, 0.1)];
    return {
      shown: one.shown + other.shown,
      rewarded: one.rewarded + other.rewarded,
      weight: one.weight + other.weight,
      rewardedWeight: one.rewardedWeight + other.rewardedWeight,
      squaredWeight: one.squaredWeight + other.squaredWeight,
      customers: 0,
      groups: new Map(),
    };
  };

  it('is fair to recipes that were shown unevenly: customers who click more later credit neither', () => {
    // Of both recipes a tenth is clicked in the first half and three tenths in the second; one was shown first, one later.
    const { counted, comparisons } = result('bandit', { 'for-you': uneven(90, 30), popular: uneven(270, 10) });

    expect(counted.map(({ rewarded }) => rewarded)).toEqual([120, 280]);
    expect(counted.map(({ share }) => share?.value)).toEqual([expect.closeTo(0.2, 10), expect.closeTo(0.2, 10)]);
    expect(comparisons[0]).toMatchObject({ difference: { value: expect.closeTo(0, 10) }, verdict: 'no-effect' });
  });

  it('is worth fewer slates than it was shown, because some count for many', () => {
    const width = ({ counted }: ReturnType<typeof result>) =>
      (counted[0]?.share?.high ?? 0) - (counted[0]?.share?.low ?? 0);

    const weighed = width(result('bandit', { 'for-you': uneven(180, 20) }));
    const even = width(result('bandit', { 'for-you': { ...counts(1_000, 200), groups: new Map() } }));

    // By Kish's size: (1,000 + 1,000)² / (900 / 0.81 + 100 / 0.01) = 360 of 1,000.
    expect(weighed / even).toBeCloseTo(Math.sqrt(1_000 / 360), 1);
  });
});

describe('the design effect', () => {
  const effectOf = (groups: readonly (readonly [shown: number, rewarded: number])[]) => {
    const weights = groups.map(([shown, rewarded]) => ({ all: shown, rewarded, squares: shown }));
    const sum = (of: (one: (typeof weights)[number]) => number) => weights.reduce((total, one) => total + of(one), 0);
    return designEffect({
      all: sum(({ all }) => all),
      rewarded: sum(({ rewarded }) => rewarded),
      squares: sum(({ squares }) => squares),
      groups: weights,
    });
  };

  it('is 1 where groups differ no more than chance makes them', () => {
    expect(effectOf([10, 10, 10, 10].map((rewarded) => [100, rewarded]))).toBe(1);
    expect(effectOf([])).toBe(1);
    expect(effectOf([0, 0].map((rewarded) => [100, rewarded]))).toBe(1);
  });

  it('is what slates of one customer being alike costs: each told ten times says a tenth', () => {
    const once = [3, 5, 4, 8, 2, 6, 5, 7].map((rewarded) => [20, rewarded] as const);
    const tenTimes = once.map(([shown, rewarded]) => [10 * shown, 10 * rewarded] as const);

    expect(effectOf(tenTimes)).toBeCloseTo(10 * effectOf(once), 10);
  });

  it('widens the interval by its root', () => {
    const groups = [0, 40, 5, 35].map((rewarded) => [100, rewarded] as const);
    const clustered = {
      ...counts(400, 80),
      groups: inGroups(groups.map(([shown, rewarded]) => counts(shown, rewarded))),
    };
    const width = (totals: RecipeTotals) => {
      const [first] = result('ab', { 'for-you': totals }).counted;
      return (first?.share?.high ?? 0) - (first?.share?.low ?? 0);
    };

    expect(effectOf(groups)).toBeGreaterThan(4);
    expect(width(clustered) / width(evenly(400, 80))).toBeGreaterThan(0.8 * Math.sqrt(effectOf(groups)));
  });
});
