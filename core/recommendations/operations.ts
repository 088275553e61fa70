import { SlateExperimentDraft } from '../experiments/contract.ts';
import { type Operation, SERVER_AND_CONSOLE } from '../platform/operation.ts';
import {
  ListSlateBatchesQuery,
  SlateBatch,
  SlateBatchPage,
  SlateBatchPath,
  StartSlateBatchRequest,
  StartSlateBatchResponse,
} from './batch-contract.ts';
import { GetRecommendationsQuery, Recommendations } from './contract.ts';
import { Recipe, RecipeDraft } from './recipe.ts';
import {
  DeleteRecipeResponse,
  GetRecipeQuery,
  ListRecipeVersionsQuery,
  PreviewRecipeRequest,
  PutRecipeQuery,
  RecipeList,
  RecipePath,
  RecipePreview,
  RecipeVersionPage,
  SurfaceExperiment,
  SurfacePath,
} from './recipe-contract.ts';

const common = { area: 'recommendations', roles: SERVER_AND_CONSOLE } as const;

export const recommendationOperations: readonly Operation[] = [
  {
    ...common,
    method: 'GET',
    path: '/recommendations',
    summary:
      'Chooses a slate for a customer or a browser, with source, score and reason of each item; the console only looks',
    query: GetRecommendationsQuery,
    response: Recommendations,
  },
  {
    ...common,
    method: 'POST',
    path: '/recommendations/batches',
    summary: 'Starts a batch: slates of every known customer, or the customers likeliest to buy some items',
    body: StartSlateBatchRequest,
    response: StartSlateBatchResponse,
    status: 202,
    isIdempotent: true,
  },
  {
    ...common,
    method: 'GET',
    path: '/recommendations/batches',
    summary: 'Lists batches, newest first, and how far each is',
    query: ListSlateBatchesQuery,
    response: SlateBatchPage,
  },
  {
    ...common,
    method: 'GET',
    path: '/recommendations/batches/{batchId}',
    summary: 'Shows how far a batch is, and where its files lie',
    params: SlateBatchPath,
    response: SlateBatch,
  },
  {
    ...common,
    method: 'POST',
    path: '/recommendations/batches/{batchId}/stop',
    summary: 'Stops a batch that runs: it has failed then, and what it has written stays where it is',
    params: SlateBatchPath,
    response: SlateBatch,
  },
  {
    ...common,
    method: 'GET',
    path: '/recipes',
    summary: 'Lists the recipes: of slates, and of batches of customers',
    response: RecipeList,
  },
  {
    ...common,
    method: 'POST',
    path: '/recipes/preview',
    summary: 'Shows what a draft would give somebody, and what each of its rules changes and costs',
    body: PreviewRecipeRequest,
    response: RecipePreview,
  },
  {
    ...common,
    method: 'GET',
    path: '/recipes/{name}',
    summary: 'Shows a recipe as it stands, or one version of it',
    params: RecipePath,
    query: GetRecipeQuery,
    response: Recipe,
    hasEntityTag: true,
  },
  {
    ...common,
    method: 'PUT',
    path: '/recipes/{name}',
    summary:
      'Writes a recipe as a new version; the same content again changes nothing, and with the tag that was read it replaces nothing else',
    params: RecipePath,
    query: PutRecipeQuery,
    body: RecipeDraft,
    response: Recipe,
    hasEntityTag: true,
    isConditional: true,
  },
  {
    ...common,
    method: 'DELETE',
    path: '/recipes/{name}',
    summary:
      'Deletes a recipe, unless an experiment runs with it; its versions can still be read, and what the platform brings along under its name serves again',
    params: RecipePath,
    response: DeleteRecipeResponse,
    isConditional: true,
  },
  {
    ...common,
    method: 'GET',
    path: '/recipes/{name}/versions',
    summary: 'Lists the versions of a recipe, newest first',
    params: RecipePath,
    query: ListRecipeVersionsQuery,
    response: RecipeVersionPage,
  },
  {
    ...common,
    method: 'GET',
    path: '/recommendations/experiments/{surface}',
    summary:
      'Shows which recipes compete for a surface, what was counted of each, and what that says with its interval',
    params: SurfacePath,
    response: SurfaceExperiment,
    hasEntityTag: true,
  },
  {
    ...common,
    method: 'PUT',
    path: '/recommendations/experiments/{surface}',
    summary:
      'Sets which recipes compete for a surface: an A/B test, an interleaving or a bandit; with the tag that was read it replaces nothing else',
    params: SurfacePath,
    body: SlateExperimentDraft,
    response: SurfaceExperiment,
    hasEntityTag: true,
    isConditional: true,
  },
];
