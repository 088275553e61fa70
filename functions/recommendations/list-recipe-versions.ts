import type { PageQuery, ShopId } from '../../core/platform/contract.ts';
import { NotFoundError } from '../../core/platform/errors.ts';
import { refusal } from '../../core/platform/refusal.ts';
import { BUILT_IN } from '../../core/recommendations/recipe.ts';
import type { RecipeVersionPage } from '../../core/recommendations/recipe-contract.ts';
import type { RecipeRepository } from '../../core/recommendations/recipe-repository.ts';

/** What a shop wrote of a recipe, newest first: nothing yet of one that the platform brings along. */
export async function listRecipeVersions(
  shop: ShopId,
  { name, ...page }: PageQuery & { readonly name: string },
  recipes: Pick<RecipeRepository, 'listVersions'>,
): Promise<RecipeVersionPage> {
  const found = await recipes.listVersions(shop, name, page);
  if (!found.data.length && page.cursor === undefined && !BUILT_IN.has(name))
    throw new NotFoundError(refusal('no-recipe', { name }));
  return found;
}
