import { shareOf } from './assign-arm.ts';
import { armProbabilities, drawArm } from './bandit.ts';
import type { ExperimentKind, Reward, SlateExperimentDraft } from './contract.ts';
import type { ArmTotals } from './outcome-repository.ts';
import { plannedShares } from './planned-shares.ts';

export interface ChosenRecipes {
  readonly name: string;
  readonly kind: ExperimentKind;
  /** One, or the two that are interleaved. */
  readonly recipes: readonly string[];
  readonly arm: string;
  /** Probability of this arm for this slate. */
  readonly propensity: number;
  /** All that could be drawn, by name; nothing of an interleaving. */
  readonly drawnFrom?: readonly string[];
  /** What counts as a reward. */
  readonly reward: Reward;
}

/** Which recipes an experiment gives a person. An A/B test gives one the same each time, by the names of both: `subject` must outlive a sign-in. */
export function chooseRecipes(
  experiment: SlateExperimentDraft,
  { salt, subject, random }: { readonly salt: string; readonly subject: string; readonly random: number },
): ChosenRecipes {
  const { name, kind, arms, reward } = experiment;
  const recipes = arms.map(({ recipe }) => recipe);
  if (kind === 'interleaving') return { name, kind, recipes, arm: recipes.join('+'), propensity: 1, reward };
  const probabilities =
    kind === 'ab' ? plannedShares(arms).map(({ plannedShare }) => plannedShare) : armProbabilities(arms, experiment);
  const drawn = kind === 'ab' ? shareOf(`experiment:${name}:${salt}`, subject) : random;
  const index = drawArm(probabilities, drawn);
  const arm = recipes[index] ?? '';
  const drawnFrom = recipes.filter((_, place) => (probabilities[place] ?? 0) > 0).sort();
  return { name, kind, recipes: [arm], arm, propensity: probabilities[index] ?? 0, drawnFrom, reward };
}

/** A bandit's experiment with what was counted since it began added to what it was told. */
export function withTotals(experiment: SlateExperimentDraft, totals: ArmTotals): SlateExperimentDraft {
  const arms = experiment.arms.map((arm) => {
    const counted = totals.get(arm.recipe);
    return counted ? { ...arm, shown: arm.shown + counted.shown, rewarded: arm.rewarded + counted.rewarded } : arm;
  });
  return { ...experiment, arms };
}
