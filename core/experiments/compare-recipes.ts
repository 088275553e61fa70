import { type ArmCounts, differenceOfShares, shareInterval, verdictOf, verdictOn } from '../outcomes/compare-arms.ts';
import type { CountedRecipe, RecipeComparison, SlateExperimentDraft } from './contract.ts';
import type { ArmTotals, Counts, RecipeTotals } from './outcome-repository.ts';
import { plannedShares } from './planned-shares.ts';
import { isAsPlanned, type PlannedCount } from './sample-ratio.ts';

export interface ExperimentResult {
  readonly counted: readonly CountedRecipe[];
  readonly isSplitAsPlanned?: boolean;
  readonly comparisons: readonly RecipeComparison[];
}

/**
 * What an experiment says so far: each recipe as if it alone had been shown, and each next to the first. A slate counts as
 * often as it was unlikely (Swaminathan and Joachims, The self-normalized estimator for counterfactual learning, 2015), so that a
 * bandit's recipes can be compared although it showed them unevenly because of what it saw: each kept a known chance. An A/B
 * test that lost customers of some recipes and not of others is not compared: who is left is no longer alike. Where it does not
 * count everybody nothing is said of that, for who comes back is counted and likes their recipe. A bandit plans no shares, and an
 * interleaving shows everybody both recipes.
 */
export function resultOf(
  { kind, arms }: Pick<SlateExperimentDraft, 'kind' | 'arms'>,
  totals: ArmTotals,
  countsEverybody: boolean,
): ExperimentResult {
  const split = kind === 'ab' && countsEverybody ? splitOf(arms, totals) : undefined;
  const isSplitAsPlanned = split && isAsPlanned(split);
  const counted = arms.map(({ recipe }, index) => {
    const { shown = 0, rewarded = 0 } = totals.get(recipe) ?? {};
    const share = shareInterval(worthOf(sampleOf(totals.get(recipe)))) ?? null;
    return { recipe, shown, ...split?.[index], rewarded, share };
  });
  const [first, ...others] = arms.map(({ recipe }) => recipe);
  if (first === undefined) return { counted, comparisons: [] };
  const compare = isSplitAsPlanned === false ? notAtAll : kind === 'interleaving' ? preferenceFor : differenceBetween;
  const comparisons = others.map((recipe) => ({
    recipe,
    against: first,
    ...compare(totals.get(recipe), totals.get(first)),
  }));
  return { counted, ...(isSplitAsPlanned === undefined ? {} : { isSplitAsPlanned }), comparisons };
}

const splitOf = (arms: SlateExperimentDraft['arms'], totals: ArmTotals): PlannedCount[] =>
  plannedShares(arms).map((planned) => ({ customers: totals.get(planned.recipe)?.customers ?? 0, ...planned }));

type Compared = Pick<RecipeComparison, 'difference' | 'verdict'>;

const notAtAll = (): Compared => ({ difference: null, verdict: 'mismatch' });

function differenceBetween(one: RecipeTotals | undefined, other: RecipeTotals | undefined): Compared {
  const [left, right] = [worthOf(sampleOf(one)), worthOf(sampleOf(other))];
  return { difference: differenceOfShares(left, right) ?? null, verdict: verdictOf(left, right) };
}

/**
 * Of the slates that either recipe won, the share that `one` won, above one half (Chapelle, Joachims, Radlinski and Yue,
 * Large-scale validation and analysis of interleaved search evaluation, TOIS 30, 2012). Wilson's interval leaves out one half
 * where the sign test would refuse that both are alike.
 */
function preferenceFor(one: RecipeTotals | undefined, other: RecipeTotals | undefined): Compared {
  const groups = [...new Set([...(one?.groups.keys() ?? []), ...(other?.groups.keys() ?? [])])];
  const won = worthOf({
    ...winsOf(one, other),
    groups: groups.map((group) => winsOf(one?.groups.get(group), other?.groups.get(group))),
  });
  const share = shareInterval(won);
  const difference = share && { value: share.value - 0.5, low: share.low - 0.5, high: share.high - 0.5 };
  return { difference: difference ?? null, verdict: verdictOn(difference, won.customers) };
}

/** Sums of weights: of all, of the rewarded, and their squares. */
interface Weights {
  readonly all: number;
  readonly rewarded: number;
  readonly squares: number;
}

interface Sample extends Weights {
  /** Of each random group of customers. */
  readonly groups: readonly Weights[];
}

const weightsOf = (counts: Counts | undefined): Weights => ({
  all: counts?.weight ?? 0,
  rewarded: counts?.rewardedWeight ?? 0,
  squares: counts?.squaredWeight ?? 0,
});

const sampleOf = (totals: RecipeTotals | undefined): Sample => ({
  ...weightsOf(totals),
  groups: [...(totals?.groups.values() ?? [])].map(weightsOf),
});

function winsOf(ours: Counts | undefined, theirs: Counts | undefined): Weights {
  const rewarded = ours?.rewarded ?? 0;
  const all = rewarded + (theirs?.rewarded ?? 0);
  return { all, rewarded, squares: all };
}

/** A sample as so many independent slates of one weight as it is worth (Kish, Survey sampling, 1965, for the weights). */
function worthOf(sample: Sample): ArmCounts {
  if (sample.all <= 0) return { customers: 0, successes: 0 };
  const customers = sample.all ** 2 / sample.squares / designEffect(sample);
  return { customers, successes: (customers * sample.rewarded) / sample.all };
}

/**
 * By what factor slates say less than as many of independent customers would: who likes a slate is shown more and likes those
 * too. The design effect of a ratio over clusters (Rao and Scott, A simple method for the analysis of clustered binary data,
 * Biometrics 48, 1992), which are random groups of customers here; never below 1.
 */
export function designEffect({ all, rewarded, squares, groups }: Sample): number {
  const met = groups.filter((group) => group.all > 0);
  const share = rewarded / all;
  if (met.length < 2 || !(share > 0 && share < 1)) return 1;
  const spread = met.reduce((sum, group) => sum + (group.rewarded - group.all * share) ** 2, 0);
  const variance = (met.length / (met.length - 1)) * (spread / all ** 2);
  return Math.max(1, variance / (share * (1 - share) * (squares / all ** 2)));
}
