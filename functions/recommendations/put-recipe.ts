import { isDeepStrictEqual } from 'node:util';
import type { ShopId } from '../../core/platform/contract.ts';
import { type IfMatch, mayReplace } from '../../core/platform/entity-tag.ts';
import { type FieldError, OvertakenError, ValidationError } from '../../core/platform/errors.ts';
import { refusal } from '../../core/platform/refusal.ts';
import { noBatchOf, noSlateOf } from '../../core/recommendations/needed-items.ts';
import { BUILT_IN, type Recipe, type RecipeDraft, UNNAMED_RECIPE } from '../../core/recommendations/recipe.ts';
import type { RecipeRepository, StandingRecipe } from '../../core/recommendations/recipe-repository.ts';
import { justWritten } from './just-written.ts';

export interface PutRecipeCall {
  readonly name: string;
  readonly draft: RecipeDraft;
  /** What it is to replace; undefined where that may be anything. */
  readonly ifMatch?: IfMatch | undefined;
  readonly now: Date;
}

/** Adds a version. The same content again is the version that it already is, so a repeat after a timeout changes nothing. */
export async function putRecipe(
  shop: ShopId,
  { name, draft, ifMatch, now }: PutRecipeCall,
  recipes: Pick<RecipeRepository, 'standingRecipe' | 'add'>,
): Promise<Recipe> {
  const fault = faultOf(name, draft.base);
  if (fault) throw new ValidationError(refusal('serves-unnamed', {}), [{ pointer: '#/base', ...fault }]);
  const held = await recipes.standingRecipe(shop, name);
  const { version, recipe: before } = held;
  if (before && isDeepStrictEqual(contentOf(before), contentOf(draft))) return before;
  const isThere = before !== undefined || BUILT_IN.has(name);
  if (!mayReplace(ifMatch, { revision: before?.version ?? 0, isThere })) throw overtaken(name, held);
  const recipe: Recipe = { ...draft, name, version: version + 1, updatedAt: now.toISOString() };
  if (await recipes.add(shop, recipe, held)) return recipe;
  throw justWritten(name, ifMatch);
}

function overtaken(name: string, { version, recipe }: StandingRecipe): OvertakenError {
  if (recipe) return new OvertakenError(refusal('recipe-overtaken', { name, version }));
  if (version) return new OvertakenError(refusal('recipe-deleted', { name }));
  return new OvertakenError(refusal(BUILT_IN.has(name) ? 'recipe-unwritten' : 'no-recipe', { name }));
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
