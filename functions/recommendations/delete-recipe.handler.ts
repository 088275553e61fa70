import { createDocumentClient } from '../../core/platform/document-client.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { DeleteRecipeResponse, RecipePath, RecipesEnv } from '../../core/recommendations/recipe-contract.ts';
import { createRecipeRepository } from '../../core/recommendations/recipe-repository.ts';
import { deleteRecipe } from './delete-recipe.ts';

const recipes = createRecipeRepository(createDocumentClient(), readEnv(RecipesEnv).RECIPES_TABLE_NAME);

export const handler = httpHandler(
  { path: RecipePath, response: DeleteRecipeResponse, isConditional: true },
  async ({ name }, { shop, now, ifMatch, record }) => {
    const answer = await deleteRecipe(shop, { name, now, ifMatch }, recipes);
    if (answer.status === 'deleted') record.count('RecipeDeleted');
    return answer;
  },
);
