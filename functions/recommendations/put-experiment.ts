import { isDeepStrictEqual } from 'node:util';
import type { SlateExperimentDraft } from '../../core/experiments/contract.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import { type IfMatch, mayReplace } from '../../core/platform/entity-tag.ts';
import { type FieldError, OvertakenError, ValidationError } from '../../core/platform/errors.ts';
import { refusal } from '../../core/platform/refusal.ts';
import type { Surface } from '../../core/recommendations/contract.ts';
import { CHOOSES_CUSTOMERS, isServedOn } from '../../core/recommendations/needed-items.ts';
import { choosesCustomers, noRecipe, type Recipe } from '../../core/recommendations/recipe.ts';
import type { SurfaceExperiment } from '../../core/recommendations/recipe-contract.ts';
import type { RecipeRepository } from '../../core/recommendations/recipe-repository.ts';
import { findRecipe } from './find-recipe.ts';

export interface PutExperimentCall {
  readonly surface: Surface;
  readonly experiment: SlateExperimentDraft;
  /** What it is to replace; undefined where that may be anything. */
  readonly ifMatch?: IfMatch | undefined;
}

/**
 * Sets what a surface tries out. Every recipe of it must exist and, to run, find on that surface what it starts from. What
 * stands there already is not written again, so a repeat after a timeout changes nothing.
 */
export async function putExperiment(
  shop: ShopId,
  { surface, experiment, ifMatch }: PutExperimentCall,
  recipes: Pick<RecipeRepository, 'find' | 'changeExperiment'>,
): Promise<SurfaceExperiment> {
  const names = experiment.arms.map(({ recipe }) => recipe);
  const found = await Promise.all(names.map((name) => findRecipe(shop, name, recipes)));
  const errors = names.flatMap((name, index) => {
    const fault = faultOf(name, found[index], experiment.isRunning ? surface : undefined);
    return fault ? [{ pointer: `#/arms/${index}/recipe`, ...fault }] : [];
  });
  if (errors.length) throw new ValidationError(refusal('recipes-not-served', {}), errors);
  const standing = await recipes.changeExperiment(shop, surface, (before) => {
    if (isDeepStrictEqual(before.experiment, experiment)) return undefined;
    // A surface can be read, and so is there, also where nothing is set on it.
    if (!mayReplace(ifMatch, { revision: before.revision, isThere: true }))
      throw new OvertakenError(refusal('experiment-overtaken', { surface }));
    return experiment;
  });
  return { surface, ...standing };
}

function faultOf(
  name: string,
  recipe: Recipe | undefined,
  surface: Surface | undefined,
): Omit<FieldError, 'pointer'> | undefined {
  if (!recipe) return noRecipe(name);
  const { base } = recipe;
  if (!surface || isServedOn(surface, base)) return undefined;
  if (choosesCustomers(base)) return CHOOSES_CUSTOMERS;
  const detail = `A recipe whose base is ${base} starts from items that requests for ${surface} do not name`;
  return { detail, code: 'not-served-on', values: { base, surface } };
}
