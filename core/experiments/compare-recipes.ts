import { type ArmCounts, differenceOfShares, shareInterval, verdictOf, verdictOn } from '../outcomes/compare-arms.ts';
import type { CountedRecipe, RecipeComparison, SlateExperimentDraft } from './contract.ts';
import type { ArmTotals, Counts, RecipeTotals } from './outcome-repository.ts';

export interface ExperimentResult {
  readonly counted: readonly CountedRecipe[];
  readonly comparisons: readonly RecipeComparison[];
}

const NOTHING: RecipeTotals = { shown: 0, rewarded: 0, groups: new Map() };

/**
 * What an experiment says so far: each recipe, and each next to the first. A bandit's recipes are not compared: it shows them
 * unevenly because of what it saw.
 */
export function resultOf(
  { kind, arms }: Pick<SlateExperimentDraft, 'kind' | 'arms'>,
  totals: ArmTotals,
): ExperimentResult {
  const recipes = arms.map(({ recipe }) => ({ recipe, totals: totals.get(recipe) ?? NOTHING }));
  const counted = recipes.map(({ recipe, totals: { shown, rewarded, groups } }) => {
    const share = shareInterval(worthOf({ shown, rewarded }, groups.values())) ?? null;
    return { recipe, shown, rewarded, share };
  });
  const [first, ...others] = recipes;
  if (!first || kind === 'bandit') return { counted, comparisons: [] };
  const compare = kind === 'ab' ? differenceBetween : preferenceFor;
  const comparisons = others.map(({ recipe, totals: other }) => ({
    recipe,
    against: first.recipe,
    ...compare(other, first.totals),
  }));
  return { counted, comparisons };
}

type Compared = Pick<RecipeComparison, 'difference' | 'verdict'>;

function differenceBetween(one: RecipeTotals, other: RecipeTotals): Compared {
  const [left, right] = [worthOf(one, one.groups.values()), worthOf(other, other.groups.values())];
  return { difference: differenceOfShares(left, right) ?? null, verdict: verdictOf(left, right) };
}

/**
 * Of the slates that either recipe won, the share that `one` won, above one half (Chapelle, Joachims, Radlinski and Yue,
 * Large-scale validation and analysis of interleaved search evaluation, TOIS 30, 2012). Wilson's interval leaves out one half
 * where the sign test would refuse that both are alike.
 */
function preferenceFor(one: RecipeTotals, other: RecipeTotals): Compared {
  const winsIn = (ours: Counts | undefined, theirs: Counts | undefined): Counts => ({
    shown: (ours?.rewarded ?? 0) + (theirs?.rewarded ?? 0),
    rewarded: ours?.rewarded ?? 0,
  });
  const groups = [...new Set([...one.groups.keys(), ...other.groups.keys()])];
  const won = worthOf(
    winsIn(one, other),
    groups.map((group) => winsIn(one.groups.get(group), other.groups.get(group))),
  );
  const share = shareInterval(won);
  const difference = share && { value: share.value - 0.5, low: share.low - 0.5, high: share.high - 0.5 };
  return { difference: difference ?? null, verdict: verdictOn(difference, won.customers) };
}

/** Slates as so many independent ones as they are worth. */
function worthOf({ shown, rewarded }: Counts, groups: Iterable<Counts>): ArmCounts {
  const effect = designEffect([...groups]);
  return { customers: shown / effect, successes: rewarded / effect };
}

/**
 * By what factor slates say less than as many of independent customers would: who likes a slate is shown more and likes those
 * too. The design effect of a ratio over clusters (Rao and Scott, A simple method for the analysis of clustered binary data,
 * Biometrics 48, 1992), which are random groups of customers here; never below 1.
 */
export function designEffect(groups: readonly Counts[]): number {
  const met = groups.filter(({ shown }) => shown > 0);
  const shown = met.reduce((sum, group) => sum + group.shown, 0);
  const share = met.reduce((sum, group) => sum + group.rewarded, 0) / shown;
  if (met.length < 2 || share <= 0 || share >= 1) return 1;
  const spread = met.reduce((sum, group) => sum + (group.rewarded - group.shown * share) ** 2, 0);
  const variance = (met.length / (met.length - 1)) * (spread / shown ** 2);
  return Math.max(1, variance / ((share * (1 - share)) / shown));
}
