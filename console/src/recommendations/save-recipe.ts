import { Recipe, type RecipeDraft } from '../../../core/recommendations/recipe.ts';
import type { ApiClient } from '../api/api-client.ts';
import { ApiError } from '../api/api-error.ts';

export interface RecipeSaving {
  readonly name: string;
  readonly draft: RecipeDraft | undefined;
  /** The version that the draft was made from. */
  readonly follows: number;
}

export interface RecipeSaved {
  /** What stands there now. */
  readonly recipe: Recipe;
  /** Whether somebody else wrote it meanwhile, and nothing was written. */
  readonly isOvertaken: boolean;
}

/** Saves a draft as the version after the one that it was made from. */
export async function saveRecipe(
  api: Pick<ApiClient, 'get' | 'put'>,
  { name, draft, follows }: RecipeSaving,
): Promise<RecipeSaved> {
  const path = `/recipes/${encodeURIComponent(name)}`;
  try {
    return { recipe: await api.put(`${path}?follows=${follows}`, Recipe, draft), isOvertaken: false };
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 409) throw error;
    return { recipe: await api.get(path, Recipe), isOvertaken: true };
  }
}
