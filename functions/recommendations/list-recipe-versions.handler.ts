import { createDocumentClient } from '../../core/platform/document-client.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import {
  ListRecipeVersionsQuery,
  RecipePath,
  RecipesEnv,
  RecipeVersionPage,
} from '../../core/recommendations/recipe-contract.ts';
import { createRecipeRepository } from '../../core/recommendations/recipe-repository.ts';
import { listRecipeVersions } from './list-recipe-versions.ts';

const recipes = createRecipeRepository(createDocumentClient(), readEnv(RecipesEnv).RECIPES_TABLE_NAME);

export const handler = httpHandler(
  { path: RecipePath, query: ListRecipeVersionsQuery, response: RecipeVersionPage },
  (query, { shop }) => listRecipeVersions(shop, query, recipes),
);
