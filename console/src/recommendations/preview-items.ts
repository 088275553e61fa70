import { neededBy } from '../../../core/recommendations/needed-items.ts';
import type { RecipeBase } from '../../../core/recommendations/recipe.ts';

/** What a slate is about besides the customer. */
export interface SlateSubject {
  readonly itemId?: string;
  readonly itemIds?: readonly string[];
}

/** How many items a base takes: some to put in order, the one that is looked at, or that one where there is any. */
export function itemsTaken(base: RecipeBase): { readonly least: number; readonly most: number } {
  const needed = neededBy(base);
  return { least: needed ? 1 : 0, most: needed === 'itemIds' ? 100 : 1 };
}

/** Undefined where the base needs items and none are named yet. */
export function subjectOf(base: RecipeBase, items: readonly string[]): SlateSubject | undefined {
  const { least, most } = itemsTaken(base);
  const itemIds = items.slice(0, most);
  if (itemIds.length < least) return undefined;
  if (neededBy(base) === 'itemIds') return { itemIds };
  const [itemId] = itemIds;
  return itemId === undefined ? {} : { itemId };
}
