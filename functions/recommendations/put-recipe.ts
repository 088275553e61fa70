import { isDeepStrictEqual } from 'node:util';
import type { ShopId } from '../../core/platform/contract.ts';
import { ConflictError, type FieldError, ValidationError } from '../../core/platform/errors.ts';
import { refusal } from '../../core/platform/refusal.ts';
import { noBatchOf, noSlateOf } from '../../core/recommendations/needed-items.ts';
import { type Recipe, type RecipeDraft, UNNAMED_RECIPE } from '../../core/recommendations/recipe.ts';
import type { RecipeRepository } from '../../core/recommendations/recipe-repository.ts';

export interface PutRecipeCall {
  readonly name: string;
  readonly draft: RecipeDraft;
  /** The version that it was made from; undefined where that may be any. */
  readonly follows?: number | undefined;
  readonly now: Date;
}

/** Adds a version. The same content again is the version that it already is, so a repeat after a timeout changes nothing. */
export async function putRecipe(
  shop: ShopId,
  { name, draft, follows, now }: PutRecipeCall,
  recipes: Pick<RecipeRepository, 'standingRecipe' | 'add'>,
): Promise<Recipe> {
  const fault = faultOf(name, draft.base);
  if (fault) throw new ValidationError(refusal('serves-unnamed', {}), [{ pointer: '#/base', ...fault }]);
  const { version, recipe: before } = await recipes.standingRecipe(shop, name);
  if (before && isDeepStrictEqual(contentOf(before), contentOf(draft))) return before;
  const standing = before?.version ?? 0;
  if (follows !== undefined && follows !== standing)
    throw new ConflictError(refusal('recipe-overtaken', { name, version: standing, follows }));
  const recipe: Recipe = { ...draft, name, version: version + 1, updatedAt: now.toISOString() };
  if (await recipes.add(shop, recipe)) return recipe;
  throw new ConflictError(refusal('recipe-just-written', { name }), {
    retryAfterSeconds: 1,
  });
}

/** What a shop wrote, as it is kept. */
function contentOf(written: RecipeDraft | Recipe): unknown {
  const { name: _name, version: _version, updatedAt: _updatedAt, ...content } = JSON.parse(JSON.stringify(written));
  return content;
}

/** Why whoever names no recipe could not be served by this one, where it would be theirs. */
function faultOf(name: string, base: RecipeDraft['base']): Omit<FieldError, 'pointer'> | undefined {
  if (name === UNNAMED_RECIPE.customers) return noBatchOf('customers', base);
  if (name !== UNNAMED_RECIPE.slates || !noSlateOf(base, {})) return undefined;
  const detail = `${name} serves whoever names no recipe, and one whose base is ${base} makes no slate for them`;
  return { detail, code: 'no-slate-for-unnamed', values: { name, base } };
}
