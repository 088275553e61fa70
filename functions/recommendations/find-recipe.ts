import type { ShopId } from '../../core/platform/contract.ts';
import { BUILT_IN, type Recipe } from '../../core/recommendations/recipe.ts';
import type { RecipeRepository } from '../../core/recommendations/recipe-repository.ts';

/** The shop's own, or the one that the platform brings along under that name. */
export const findRecipe = async (
  shop: ShopId,
  name: string,
  recipes: Pick<RecipeRepository, 'find'>,
): Promise<Recipe | undefined> => (await recipes.find(shop, name)) ?? BUILT_IN.get(name);

/** The same as it stands this moment, for whoever is about to write. */
export const findStandingRecipe = async (
  shop: ShopId,
  name: string,
  recipes: Pick<RecipeRepository, 'standingRecipe'>,
): Promise<Recipe | undefined> => (await recipes.standingRecipe(shop, name)).recipe ?? BUILT_IN.get(name);
