import { createDocumentClient } from '../../core/platform/document-client.ts';
import { tagged } from '../../core/platform/entity-tag.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { Recipe, RecipeDraft } from '../../core/recommendations/recipe.ts';
import { PutRecipeQuery, RecipePath, RecipesEnv } from '../../core/recommendations/recipe-contract.ts';
import { createRecipeRepository } from '../../core/recommendations/recipe-repository.ts';
import { putRecipe } from './put-recipe.ts';

const recipes = createRecipeRepository(createDocumentClient(), readEnv(RecipesEnv).RECIPES_TABLE_NAME);

export const handler = httpHandler(
  {
    path: RecipePath,
    query: PutRecipeQuery,
    body: RecipeDraft,
    response: Recipe,
    headersOf: ({ version }) => tagged(version),
    isConditional: true,
  },
  async ({ name, ...draft }, { shop, now, ifMatch, record }) => {
    const recipe = await putRecipe(shop, { name, draft, ifMatch, now }, recipes);
    record.fact('version', recipe.version);
    record.count('RecipeWritten');
    return recipe;
  },
);
