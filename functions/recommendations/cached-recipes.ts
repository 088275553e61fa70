import type { SlateExperimentDraft } from '../../core/experiments/contract.ts';
import type { ArmTotals, OutcomeRepository } from '../../core/experiments/outcome-repository.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import { createShortCache } from '../../core/platform/short-cache.ts';
import type { Surface } from '../../core/recommendations/contract.ts';
import type { Recipe } from '../../core/recommendations/recipe.ts';
import type { RecipeRepository } from '../../core/recommendations/recipe-repository.ts';

/** A changed recipe or experiment is served within this time. */
const LIFETIME_MS = 5_000;

/** Recipes and experiments as slates read them: each at most once in five seconds. */
export function createCachedRecipes(recipes: Pick<RecipeRepository, 'find' | 'experiment'>) {
  const found = createShortCache<Recipe | undefined>({ lifetimeMs: LIFETIME_MS });
  const experiments = createShortCache<SlateExperimentDraft | undefined>({ lifetimeMs: LIFETIME_MS });
  return {
    find: (shop: ShopId, name: string) => found.get(`${shop} ${name}`, () => recipes.find(shop, name)),
    experiment: (shop: ShopId, surface: Surface) =>
      experiments.get(`${shop} ${surface}`, () => recipes.experiment(shop, surface)),
  };
}

/** Totals of bandits, likewise: an arm's chances follow its rewards within five seconds. */
export function createCachedTotals(outcomes: Pick<OutcomeRepository, 'totals'>): Pick<OutcomeRepository, 'totals'> {
  const known = createShortCache<ArmTotals>({ lifetimeMs: LIFETIME_MS });
  return {
    totals: (shop, surface, experiment) =>
      known.get(`${shop} ${surface} ${experiment.name}`, () => outcomes.totals(shop, surface, experiment)),
  };
}
