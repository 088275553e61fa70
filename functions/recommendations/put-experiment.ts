import { isDeepStrictEqual } from 'node:util';
import type { SlateExperimentDraft } from '../../core/experiments/contract.ts';
import type { OutcomeRepository } from '../../core/experiments/outcome-repository.ts';
import { plannedShares } from '../../core/experiments/planned-shares.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import { type IfMatch, mayReplace } from '../../core/platform/entity-tag.ts';
import { type FieldError, OvertakenError, ValidationError } from '../../core/platform/errors.ts';
import { refusal } from '../../core/platform/refusal.ts';
import type { Surface } from '../../core/recommendations/contract.ts';
import { CHOOSES_CUSTOMERS, isServedOn } from '../../core/recommendations/needed-items.ts';
import { choosesCustomers, noRecipe, type Recipe } from '../../core/recommendations/recipe.ts';
import type { SurfaceExperiment } from '../../core/recommendations/recipe-contract.ts';
import type { RecipeRepository } from '../../core/recommendations/recipe-repository.ts';
import { findStandingRecipe } from './find-recipe.ts';

export interface PutExperimentCall {
  readonly surface: Surface;
  readonly experiment: SlateExperimentDraft;
  /** What it is to replace; undefined where that may be anything. */
  readonly ifMatch?: IfMatch | undefined;
}

/**
 * Sets what a surface tries out. To run, every recipe of it must exist and find on that surface what it starts from. What
 * stands there already is not written again, so a repeat after a timeout changes nothing. An A/B test counts each customer once
 * under its name, so once it runs or has counted somebody it cannot split them otherwise under the same.
 */
export async function putExperiment(
  shop: ShopId,
  { surface, experiment, ifMatch }: PutExperimentCall,
  recipes: Pick<RecipeRepository, 'standingRecipe' | 'changeExperiment'>,
  outcomes: Pick<OutcomeRepository, 'totals'>,
): Promise<SurfaceExperiment> {
  const standing = await recipes.changeExperiment(shop, surface, async (before) => {
    if (isDeepStrictEqual(before.experiment, experiment)) return undefined;
    const errors = experiment.isRunning ? await faultsOf(shop, surface, experiment.arms, recipes) : [];
    if (errors.length) throw new ValidationError(refusal('recipes-not-served', {}), errors);
    const isUncounted = async () => (await outcomes.totals(shop, surface, experiment)).size === 0;
    const same = before.experiment && isCountedTogether(before.experiment, experiment) ? before.experiment : undefined;
    const isSplitOtherwise = same?.kind === 'ab' && !isSplitAlike(same, experiment);
    if (isSplitOtherwise && (same.isRunning || !(await isUncounted())))
      throw new ValidationError(refusal('split-kept', {}), [splitOtherwise(experiment.name)]);
    // A surface can be read, and so is there, also where nothing is set on it.
    if (!mayReplace(ifMatch, { revision: before.revision, isThere: true }))
      throw new OvertakenError(refusal('experiment-overtaken', { surface }));
    if (same) return { experiment, countsEverybody: before.countsEverybody };
    return { experiment, countsEverybody: experiment.kind === 'ab' && (await isUncounted()) };
  });
  return { surface, revision: standing.revision, experiment: standing.experiment };
}

const isCountedTogether = (one: SlateExperimentDraft, other: SlateExperimentDraft): boolean =>
  one.name === other.name && one.kind === other.kind;

/** In order too, by which customers are drawn. */
const isSplitAlike = (one: SlateExperimentDraft, other: SlateExperimentDraft): boolean =>
  isDeepStrictEqual(plannedShares(one.arms), plannedShares(other.arms));

const splitOtherwise = (name: string): FieldError => ({
  pointer: '#/name',
  detail: `${name} counts customers by the recipes and weights that it began with: give this test a new name`,
  code: 'split-otherwise',
  values: { name },
});

/** What keeps arms from running on a surface, by what is there now. */
async function faultsOf(
  shop: ShopId,
  surface: Surface,
  arms: SlateExperimentDraft['arms'],
  recipes: Pick<RecipeRepository, 'standingRecipe'>,
): Promise<FieldError[]> {
  const found = await Promise.all(arms.map(({ recipe }) => findStandingRecipe(shop, recipe, recipes)));
  return arms.flatMap(({ recipe }, index) => {
    const fault = faultOf(recipe, found[index], surface);
    return fault ? [{ pointer: `#/arms/${index}/recipe`, ...fault }] : [];
  });
}

function faultOf(name: string, recipe: Recipe | undefined, surface: Surface): Omit<FieldError, 'pointer'> | undefined {
  if (!recipe) return noRecipe(name);
  const { base } = recipe;
  if (isServedOn(surface, base)) return undefined;
  if (choosesCustomers(base)) return CHOOSES_CUSTOMERS;
  const detail = `A recipe whose base is ${base} starts from items that requests for ${surface} do not name`;
  return { detail, code: 'not-served-on', values: { base, surface } };
}
