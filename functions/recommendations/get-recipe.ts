import type { ShopId } from '../../core/platform/contract.ts';
import { NotFoundError } from '../../core/platform/errors.ts';
import { refusal } from '../../core/platform/refusal.ts';
import { BUILT_IN, type Recipe } from '../../core/recommendations/recipe.ts';
import type { RecipeRepository } from '../../core/recommendations/recipe-repository.ts';
import { findStandingRecipe } from './find-recipe.ts';

/** One recipe as it stands, which is what a save is held against, or as it stood at a version. */
export async function getRecipe(
  shop: ShopId,
  { name, version }: { readonly name: string; readonly version?: number | undefined },
  recipes: Pick<RecipeRepository, 'standingRecipe' | 'findVersion'>,
): Promise<Recipe> {
  const own = version ? await recipes.findVersion(shop, name, version) : undefined;
  const recipe = version === undefined ? await findStandingRecipe(shop, name, recipes) : own;
  const found = version === 0 ? BUILT_IN.get(name) : recipe;
  if (!found)
    throw new NotFoundError(
      version === undefined ? refusal('no-recipe', { name }) : refusal('no-recipe-version', { name, version }),
    );
  return found;
}
