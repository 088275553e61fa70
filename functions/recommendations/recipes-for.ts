import type { CustomerState } from '../../core/customers/read-customer-state.ts';
import type { Decision, SlateExperiment } from '../../core/decisions/contract.ts';
import type { Arm } from '../../core/experiments/assign-arm.ts';
import { chooseRecipes, withTotals } from '../../core/experiments/choose-recipes.ts';
import type { SlateExperimentDraft } from '../../core/experiments/contract.ts';
import type { OutcomeRepository } from '../../core/experiments/outcome-repository.ts';
import type { ShopId, ShopProfile } from '../../core/platform/contract.ts';
import { ValidationError } from '../../core/platform/errors.ts';
import { refusal } from '../../core/platform/refusal.ts';
import type { GetRecommendationsQuery } from '../../core/recommendations/contract.ts';
import { noSlateOf, ORDERS_NONE, ordersItems } from '../../core/recommendations/needed-items.ts';
import { noRecipe, type Recipe, UNNAMED_RECIPE } from '../../core/recommendations/recipe.ts';
import type { RecipeRepository } from '../../core/recommendations/recipe-repository.ts';
import { findRecipe } from './find-recipe.ts';

export interface RecipeSources {
  readonly recipes: Pick<RecipeRepository, 'find' | 'experiment'>;
  /** What a bandit counted so far. */
  readonly outcomes: Pick<OutcomeRepository, 'totals'>;
  /** In [0, 1). */
  readonly random: () => number;
}

interface RecipesRequest {
  readonly shop: ShopProfile;
  readonly query: Pick<GetRecommendationsQuery, 'surface' | 'itemId' | 'itemIds' | 'recipe'>;
}

export interface RecipesFor {
  readonly recipes: readonly Recipe[];
  readonly experiment?: SlateExperiment;
  /** Of an A/B test: the name that it drew by, and whether that is to be kept, as it is of a known customer once. */
  readonly draw?: Pick<Decision, 'drawnAs' | 'isFirstDraw'>;
}

/**
 * The recipe that was asked for; where none was, what the surface's experiment gives the treated, else `rerank` where items
 * to put in order are named, else `for-you`.
 */
export async function recipesFor(
  { shop, query }: RecipesRequest,
  { metAs, isKnown, isDrawn }: CustomerState,
  arm: Arm,
  sources: RecipeSources,
): Promise<RecipesFor> {
  const { shop: id, experimentSalt: salt } = shop;
  const running = query.recipe || arm === 'holdout' ? undefined : await experimentFor(id, query, sources);
  if (!running) return { recipes: [await servedRecipe(id, query, sources)] };
  const drawnBy = { salt, subject: metAs, random: sources.random() };
  const { recipes, ...experiment } = chooseRecipes(running.experiment, drawnBy);
  const chosen = running.recipes.filter(({ name }) => recipes.includes(name));
  if (experiment.kind !== 'ab') return { recipes: chosen, experiment };
  const draw = { drawnAs: metAs, ...(isKnown && !isDrawn ? ({ isFirstDraw: true } as const) : {}) };
  return { recipes: chosen, experiment, draw };
}

interface RunningExperiment {
  readonly experiment: SlateExperimentDraft;
  /** In the order of its arms. */
  readonly recipes: readonly Recipe[];
}

/**
 * What competes for this request. Where one of the recipes makes no slate of what it names, or is there no more, the
 * experiment stands aside for all of them: they are compared over the same requests, and each has the chance that is written down.
 */
async function experimentFor(
  shop: ShopId,
  query: RecipesRequest['query'],
  { recipes, outcomes }: RecipeSources,
): Promise<RunningExperiment | undefined> {
  const experiment = await recipes.experiment(shop, query.surface);
  if (!experiment?.isRunning) return undefined;
  const found = await Promise.all(experiment.arms.map(({ recipe }) => findRecipe(shop, recipe, recipes)));
  const all = found.flatMap((recipe) => (recipe && !noSlateOf(recipe.base, query) ? [recipe] : []));
  if (all.length < found.length) return undefined;
  if (experiment.kind !== 'bandit') return { experiment, recipes: all };
  const totals = await outcomes.totals(shop, query.surface, experiment);
  return { experiment: withTotals(experiment, totals), recipes: all };
}

/** The one recipe of a request, if it makes slates of what the request names. */
async function servedRecipe(shop: ShopId, query: RecipesRequest['query'], sources: RecipeSources): Promise<Recipe> {
  const unnamed = query.itemIds ? UNNAMED_RECIPE.given : UNNAMED_RECIPE.slates;
  const recipe = await existingRecipe(shop, query.recipe ?? unnamed, sources.recipes);
  const isPassedOver = query.recipe !== undefined && query.itemIds !== undefined && !ordersItems(recipe.base);
  const refused = noSlateOf(recipe.base, query) ?? (isPassedOver ? ORDERS_NONE : undefined);
  if (!refused) return recipe;
  const { field, detail, code } = refused;
  throw new ValidationError(refusal('no-slate-of-request', { name: recipe.name }), [
    { pointer: `query/${field}`, detail, code },
  ]);
}

async function existingRecipe(shop: ShopId, name: string, recipes: Pick<RecipeRepository, 'find'>): Promise<Recipe> {
  const recipe = await findRecipe(shop, name, recipes);
  if (recipe) return recipe;
  throw new ValidationError(refusal('unknown-recipe', { name }), [{ pointer: 'query/recipe', ...noRecipe(name) }]);
}
