import { designEffect, resultOf } from '../../../core/experiments/compare-recipes.ts';
import { SlateExperimentDraft } from '../../../core/experiments/contract.ts';
import type { Counts, RecipeTotals } from '../../../core/experiments/outcome-repository.ts';

const anExperiment = (kind: string, recipes: readonly string[] = ['for-you', 'popular']) =>
  SlateExperimentDraft.parse({ name: 'spring', kind, arms: recipes.map((recipe) => ({ recipe })) });

/** Spread evenly over ten groups of customers. */
const evenly = (shown: number, rewarded: number): RecipeTotals => ({
  shown,
  rewarded,
  groups: new Map(Array.from({ length: 10 }, (_, group) => [group, { shown: shown / 10, rewarded: rewarded / 10 }])),
});
const result = (kind: string, totals: Readonly<Record<string, RecipeTotals>>, recipes?: readonly string[]) =>
  resultOf(anExperiment(kind, recipes), new Map(Object.entries(totals)));

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
    expect(unseen.counted[1]).toEqual({ recipe: 'popular', shown: 0, rewarded: 0, share: null });
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
  it('compares nothing, because what it saw decided what it showed', () => {
    const { counted, comparisons } = result('bandit', { 'for-you': evenly(100, 10), popular: evenly(900, 180) });

    expect(counted.map(({ shown }) => shown)).toEqual([100, 900]);
    expect(comparisons).toEqual([]);
  });
});

describe('the design effect', () => {
  const groups = (rewarded: readonly number[]): Counts[] => rewarded.map((one) => ({ shown: 100, rewarded: one }));

  it('is 1 where groups differ no more than chance makes them', () => {
    expect(designEffect(groups([10, 10, 10, 10]))).toBe(1);
    expect(designEffect([])).toBe(1);
    expect(designEffect(groups([0, 0]))).toBe(1);
  });

  it('is what slates of one customer being alike costs: each told ten times says a tenth', () => {
    const once = [3, 5, 4, 8, 2, 6, 5, 7].map((rewarded) => ({ shown: 20, rewarded }));
    const tenTimes = once.map(({ shown, rewarded }) => ({ shown: 10 * shown, rewarded: 10 * rewarded }));

    expect(designEffect(tenTimes)).toBeCloseTo(10 * designEffect(once), 10);
  });

  it('widens the interval by its root', () => {
    const spread = [0, 40, 5, 35].map((rewarded, group) => [group, { shown: 100, rewarded }] as const);
    const clustered: RecipeTotals = { shown: 400, rewarded: 80, groups: new Map(spread) };
    const share = (totals: RecipeTotals) => {
      const [first] = result('ab', { 'for-you': totals }).counted;
      return (first?.share?.high ?? 0) - (first?.share?.low ?? 0);
    };

    const effect = designEffect([...clustered.groups.values()]);

    expect(effect).toBeGreaterThan(4);
    expect(share(clustered) / share(evenly(400, 80))).toBeGreaterThan(0.8 * Math.sqrt(effect));
  });
});
