import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { Recipe } from '../../../core/recommendations/recipe.ts';
import { RecipeVersionPage } from '../../../core/recommendations/recipe-contract.ts';
import type { ApiClient } from '../api/api-client.ts';
import { ApiError } from '../api/api-error.ts';

export interface OpenedRecipe {
  readonly recipe: Recipe;
  /** Nothing is written down of it yet. */
  readonly isNew: boolean;
}

/** A recipe to edit; one that does not exist begins with the content of `from`. */
export const recipeQuery = (api: ApiClient, name: string, from?: string) =>
  queryOptions({
    queryKey: [...recipeKey(name), from ?? null],
    queryFn: ({ signal }) => openRecipe(api, name, from, signal),
    // What is being edited is not overwritten by a second look, and who opens it again edits what is there by then.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });

/** All that a recipe ever was, newest first. */
export const recipeVersionsQuery = (api: ApiClient, name: string) =>
  infiniteQueryOptions({
    queryKey: ['recipes', name, 'versions'],
    queryFn: ({ signal, pageParam }) =>
      api.get(
        `/recipes/${encodeURIComponent(name)}/versions`,
        RecipeVersionPage,
        { limit: 10, cursor: pageParam },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: ({ next_cursor }) => next_cursor,
  });

/** Of a recipe, whatever it was to begin as. */
export const recipeKey = (name: string) => ['recipe', name];

async function openRecipe(
  api: ApiClient,
  name: string,
  from: string | undefined,
  signal: AbortSignal,
): Promise<OpenedRecipe> {
  const read = (one: string) => api.get(`/recipes/${encodeURIComponent(one)}`, Recipe, {}, signal);
  try {
    return { recipe: await read(name), isNew: false };
  } catch (error) {
    const isMissing = error instanceof ApiError && error.status === 404;
    if (!isMissing || from === undefined) throw error;
    const { updatedAt: _, ...content } = await read(from);
    return { recipe: { ...content, name, version: 0 }, isNew: true };
  }
}
