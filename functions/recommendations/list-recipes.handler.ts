import { createDocumentClient } from '../../core/platform/document-client.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { RecipeList, RecipesEnv } from '../../core/recommendations/recipe-contract.ts';
import { createRecipeRepository } from '../../core/recommendations/recipe-repository.ts';
import { listRecipes } from './list-recipes.ts';

const recipes = createRecipeRepository(createDocumentClient(), readEnv(RecipesEnv).RECIPES_TABLE_NAME);

export const handler = httpHandler({ response: RecipeList }, (_, { shop }) => listRecipes(shop, recipes));
