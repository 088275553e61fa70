import { SlateExperimentDraft } from '../../core/experiments/contract.ts';
import { createOutcomeRepository } from '../../core/experiments/outcome-repository.ts';
import { createRecipeRepository } from '../../core/recommendations/recipe-repository.ts';
import { aMemoryTable } from './memory-table.ts';

export const anExperiment = (recipes: readonly string[], overrides: object = {}) =>
  SlateExperimentDraft.parse({
    name: 'spring',
    kind: 'ab',
    arms: recipes.map((recipe) => ({ recipe })),
    ...overrides,
  });

/** Where recipes, what surfaces try out and what came of it are kept, in memory. */
export function aSurfaceTable() {
  const { client } = aMemoryTable('recipes');
  return { recipes: createRecipeRepository(client, 'recipes'), outcomes: createOutcomeRepository(client, 'recipes') };
}
