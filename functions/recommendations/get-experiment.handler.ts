import { createDocumentClient } from '../../core/platform/document-client.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { RecipesEnv, SurfaceExperiment, SurfacePath } from '../../core/recommendations/recipe-contract.ts';
import { createRecipeRepository } from '../../core/recommendations/recipe-repository.ts';

const recipes = createRecipeRepository(createDocumentClient(), readEnv(RecipesEnv).RECIPES_TABLE_NAME);

export const handler = httpHandler(
  { path: SurfacePath, response: SurfaceExperiment },
  async ({ surface }, { shop }) => ({
    surface,
    experiment: (await recipes.experiment(shop, surface)) ?? null,
  }),
);
