import { resultOf } from '../../core/experiments/compare-recipes.ts';
import type { OutcomeRepository } from '../../core/experiments/outcome-repository.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import type { Surface } from '../../core/recommendations/contract.ts';
import type { SurfaceExperiment } from '../../core/recommendations/recipe-contract.ts';
import type { RecipeRepository } from '../../core/recommendations/recipe-repository.ts';

/** What competes for a surface, and what came of it so far. */
export async function getExperiment(
  shop: ShopId,
  surface: Surface,
  recipes: Pick<RecipeRepository, 'standing'>,
  outcomes: Pick<OutcomeRepository, 'totals'>,
): Promise<SurfaceExperiment> {
  const { revision, experiment, countsEverybody } = await recipes.standing(shop, surface);
  if (!experiment) return { surface, revision, experiment };
  const totals = await outcomes.totals(shop, surface, experiment);
  const { counted, comparisons, ...split } = resultOf(experiment, totals, countsEverybody);
  return { surface, revision, experiment, counted: [...counted], ...split, comparisons: [...comparisons] };
}
