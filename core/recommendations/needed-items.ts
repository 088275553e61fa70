import type { GetRecommendationsQuery, Surface } from './contract.ts';
import type { RecipeBase } from './recipe.ts';

type Named = Partial<Pick<GetRecommendationsQuery, 'itemId' | 'itemIds'>>;

/** What each request must name for a recipe of this base. */
const NEEDED: Readonly<Partial<Record<RecipeBase, keyof Named>>> = { related: 'itemId', rerank: 'itemIds' };
/** A product's page is about a product, and a search has hits to put in order; no other surface has them by itself. */
const AT_HAND: Readonly<Partial<Record<Surface, keyof Named>>> = { product: 'itemId', search: 'itemIds' };

export const neededBy = (base: RecipeBase): keyof Named | undefined => NEEDED[base];

export const needsItems = (base: RecipeBase): boolean => NEEDED[base] !== undefined;

/** Whether every request of a surface may be expected to name what this base needs. */
export const isServedOn = (surface: Surface, base: RecipeBase): boolean =>
  !needsItems(base) || NEEDED[base] === AT_HAND[surface];

/** Whether this request does not name what this base needs. */
export function lacksItems(base: RecipeBase, named: Named): boolean {
  const needed = NEEDED[base];
  return needed !== undefined && named[needed] === undefined;
}
