import { SlateExperimentDraft } from '../../core/experiments/contract.ts';
import { createOutcomeRepository } from '../../core/experiments/outcome-repository.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { tagged } from '../../core/platform/entity-tag.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { RecipesEnv, SurfaceExperiment, SurfacePath } from '../../core/recommendations/recipe-contract.ts';
import { createRecipeRepository } from '../../core/recommendations/recipe-repository.ts';
import { putExperiment } from './put-experiment.ts';

const env = readEnv(RecipesEnv);
const documents = createDocumentClient();
const recipes = createRecipeRepository(documents, env.RECIPES_TABLE_NAME);
const outcomes = createOutcomeRepository(documents, env.RECIPES_TABLE_NAME);

export const handler = httpHandler(
  {
    path: SurfacePath,
    body: SlateExperimentDraft,
    response: SurfaceExperiment,
    headersOf: ({ revision }) => tagged(revision),
    isConditional: true,
  },
  ({ surface, ...experiment }, { shop, ifMatch }) =>
    putExperiment(shop, { surface, experiment, ifMatch }, recipes, outcomes),
);
