import { isDeepStrictEqual } from 'node:util';
import type { ShopId } from '../../core/platform/contract.ts';
import { ConflictError, type FieldError, ValidationError } from '../../core/platform/errors.ts';
import { noSlateOf } from '../../core/recommendations/needed-items.ts';
import { type Recipe, type RecipeDraft, UNNAMED_RECIPE } from '../../core/recommendations/recipe.ts';
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
  if (name === UNNAMED_RECIPE && noSlateOf(draft.base, {}))
    throw new ValidationError('This recipe has to make slates for whoever names none', [noSlateForUnnamed(draft.base)]);
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

function noSlateForUnnamed(base: RecipeDraft['base']): FieldError {
  const detail = `${UNNAMED_RECIPE} serves whoever names no recipe, and one whose base is ${base} makes no slate for them`;
  return { pointer: '#/base', detail, code: 'no-slate-for-unnamed', values: { name: UNNAMED_RECIPE, base } };
}
