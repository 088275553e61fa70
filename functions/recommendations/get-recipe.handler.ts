import { createDocumentClient } from '../../core/platform/document-client.ts';
import { tagged } from '../../core/platform/entity-tag.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { Recipe } from '../../core/recommendations/recipe.ts';
import { GetRecipeQuery, RecipePath, RecipesEnv } from '../../core/recommendations/recipe-contract.ts';
import { createRecipeRepository } from '../../core/recommendations/recipe-repository.ts';
import { getRecipe } from './get-recipe.ts';

const recipes = createRecipeRepository(createDocumentClient(), readEnv(RecipesEnv).RECIPES_TABLE_NAME);

export const handler = httpHandler(
  { path: RecipePath, query: GetRecipeQuery, response: Recipe, headersOf: ({ version }) => tagged(version) },
  (request, { shop }) => getRecipe(shop, request, recipes),
);
