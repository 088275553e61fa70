import type { ShopId } from '../../core/platform/contract.ts';
import { BUILT_IN } from '../../core/recommendations/recipe.ts';
import type { RecipeList } from '../../core/recommendations/recipe-contract.ts';
import type { RecipeRepository } from '../../core/recommendations/recipe-repository.ts';

/** The shop's recipes, and those that the platform brings along. */
export async function listRecipes(shop: ShopId, recipes: Pick<RecipeRepository, 'list'>): Promise<RecipeList> {
  const own = await recipes.list(shop);
  const all = new Map([...BUILT_IN, ...own.map((recipe) => [recipe.name, recipe] as const)]);
  return { data: [...all.values()].sort((left, right) => left.name.localeCompare(right.name)) };
}
