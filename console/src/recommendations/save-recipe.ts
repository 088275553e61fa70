import { Recipe, type RecipeDraft } from '../../../core/recommendations/recipe.ts';
import type { ApiClient } from '../api/api-client.ts';
import { ApiError } from '../api/api-error.ts';
import type { OpenedRecipe } from './recipe-queries.ts';

export interface RecipeSaving {
  readonly name: string;
  readonly draft: RecipeDraft | undefined;
  /** The version that the draft was made from. */
  readonly seen: number;
}

/** What stands there now; of one that is deleted by now, what would be saved, as new. */
export interface RecipeSaved extends OpenedRecipe {
  /** Whether somebody else wrote or deleted it meanwhile, and nothing was written. */
  readonly isOvertaken: boolean;
}

/** Saves a draft as the version after the one that it was made from. */
export async function saveRecipe(
  api: Pick<ApiClient, 'get' | 'put'>,
  { name, draft, seen }: RecipeSaving,
): Promise<RecipeSaved> {
  const path = `/recipes/${encodeURIComponent(name)}`;
  try {
    return { recipe: await api.put(path, Recipe, draft, seen), isNew: false, isOvertaken: false };
  } catch (error) {
    if (!isRefused(error, 412)) throw error;
  }
  try {
    return { recipe: await api.get(path, Recipe), isNew: false, isOvertaken: true };
  } catch (error) {
    if (!draft || !isRefused(error, 404)) throw error;
    return { recipe: { ...draft, name, version: 0 }, isNew: true, isOvertaken: true };
  }
}

const isRefused = (error: unknown, status: number) => error instanceof ApiError && error.status === status;
