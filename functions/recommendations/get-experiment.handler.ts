import { createOutcomeRepository } from '../../core/experiments/outcome-repository.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { tagged } from '../../core/platform/entity-tag.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { RecipesEnv, SurfaceExperiment, SurfacePath } from '../../core/recommendations/recipe-contract.ts';
import { createRecipeRepository } from '../../core/recommendations/recipe-repository.ts';
import { getExperiment } from './get-experiment.ts';

const env = readEnv(RecipesEnv);
const documents = createDocumentClient();
const recipes = createRecipeRepository(documents, env.RECIPES_TABLE_NAME);
const outcomes = createOutcomeRepository(documents, env.RECIPES_TABLE_NAME);

export const handler = httpHandler(
  { path: SurfacePath, response: SurfaceExperiment, headersOf: ({ revision }) => tagged(revision) },
  ({ surface }, { shop }) => getExperiment(shop, surface, recipes, outcomes),
);
