import { isDeepStrictEqual } from 'node:util';
import type { ShopId } from '../../core/platform/contract.ts';
import { ConflictError } from '../../core/platform/errors.ts';
import type { Recipe, RecipeDraft } from '../../core/recommendations/recipe.ts';
import type { RecipeRepository } from '../../core/recommendations/recipe-repository.ts';

export interface PutRecipeCall {
  readonly name: string;
  readonly draft: RecipeDraft;
  readonly now: Date;
}

/** Adds a version. The same content again is the version that it already is, so a repeat after a timeout changes nothing. */
export async function putRecipe(
  shop: ShopId,
  { name, draft, now }: PutRecipeCall,
  recipes: Pick<RecipeRepository, 'find' | 'add'>,
): Promise<Recipe> {
  const before = await recipes.find(shop, name);
  if (before && isDeepStrictEqual(contentOf(before), contentOf(draft))) return before;
  const recipe: Recipe = { ...draft, name, version: (before?.version ?? 0) + 1, updatedAt: now.toISOString() };
  if (await recipes.add(shop, recipe)) return recipe;
  throw new ConflictError(`Somebody else has just written ${name}; read it again before you write`, {
    retryAfterSeconds: 1,
  });
}

/** What a shop wrote, as it is kept. */
function contentOf(written: RecipeDraft | Recipe): unknown {
  const { name: _name, version: _version, updatedAt: _updatedAt, ...content } = JSON.parse(JSON.stringify(written));
  return content;
}
