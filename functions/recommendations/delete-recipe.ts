import type { ShopId } from '../../core/platform/contract.ts';
import { type IfMatch, mayReplace } from '../../core/platform/entity-tag.ts';
import { ConflictError, type FieldError, OvertakenError } from '../../core/platform/errors.ts';
import { refusal } from '../../core/platform/refusal.ts';
import { Surface } from '../../core/recommendations/contract.ts';
import { BUILT_IN } from '../../core/recommendations/recipe.ts';
import type { DeleteRecipeResponse } from '../../core/recommendations/recipe-contract.ts';
import type { RecipeRepository } from '../../core/recommendations/recipe-repository.ts';
import { justWritten } from './just-written.ts';

export interface DeleteRecipeCall {
  readonly name: string;
  readonly now: Date;
  /** What it is to delete; undefined where that may be anything. */
  readonly ifMatch?: IfMatch | undefined;
}

/**
 * Deletes a recipe of the shop, unless an experiment runs with it. One that is not there is no error, so a repeat after a
 * timeout changes nothing; what the platform brings along is always there.
 */
export async function deleteRecipe(
  shop: ShopId,
  { name, now, ifMatch }: DeleteRecipeCall,
  recipes: Pick<RecipeRepository, 'standingRecipe' | 'standing' | 'remove'>,
): Promise<DeleteRecipeResponse> {
  const { version, recipe } = await recipes.standingRecipe(shop, name);
  if (!recipe) {
    if (version || !BUILT_IN.has(name)) return { name, status: 'unknown' };
    throw refused(name, [broughtAlong(name)]);
  }
  const uses = await usesOf(shop, name, recipes);
  if (uses.length) throw refused(name, uses);
  if (!mayReplace(ifMatch, { revision: version, isThere: true }))
    throw new OvertakenError(refusal('recipe-overtaken', { name, version }));
  if (await recipes.remove(shop, recipe, now.toISOString())) return { name, status: 'deleted' };
  throw justWritten(name, ifMatch);
}

/** The experiments that run with it. */
async function usesOf(shop: ShopId, name: string, recipes: Pick<RecipeRepository, 'standing'>): Promise<FieldError[]> {
  const found = await Promise.all(
    Surface.options.map(async (surface) => ({ surface, ...(await recipes.standing(shop, surface)) })),
  );
  return found.flatMap(({ surface, experiment }) =>
    experiment?.isRunning && experiment.arms.some(({ recipe }) => recipe === name)
      ? [runsWith(name, surface, experiment.name)]
      : [],
  );
}

const POINTER = 'path/name';

const runsWith = (name: string, surface: Surface, experiment: string): FieldError => ({
  pointer: POINTER,
  detail: `The experiment ${experiment} on ${surface} runs with ${name}: stop it, or take the recipe out of it`,
  code: 'runs-in-experiment',
  values: { name, surface, experiment },
});

const broughtAlong = (name: string): FieldError => ({
  pointer: POINTER,
  detail: `${name} is what the platform brings along, and cannot be deleted`,
  code: 'brought-along',
  values: { name },
});

const refused = (name: string, errors: readonly FieldError[]) =>
  new ConflictError(refusal('recipe-kept', { name }), { errors });
