import type { SlateExperimentDraft } from '../../core/experiments/contract.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import { type FieldError, ValidationError } from '../../core/platform/errors.ts';
import type { Surface } from '../../core/recommendations/contract.ts';
import { isServedOn } from '../../core/recommendations/needed-items.ts';
import type { Recipe } from '../../core/recommendations/recipe.ts';
import type { SurfaceExperiment } from '../../core/recommendations/recipe-contract.ts';
import type { RecipeRepository } from '../../core/recommendations/recipe-repository.ts';
import { findRecipe } from './find-recipe.ts';

/** Sets what a surface tries out. Every recipe of it must exist and, to run, find on that surface what it starts from. */
export async function putExperiment(
  shop: ShopId,
  { surface, experiment }: { readonly surface: Surface; readonly experiment: SlateExperimentDraft },
  recipes: Pick<RecipeRepository, 'find' | 'putExperiment'>,
): Promise<SurfaceExperiment> {
  const names = experiment.arms.map(({ recipe }) => recipe);
  const found = await Promise.all(names.map((name) => findRecipe(shop, name, recipes)));
  const errors = names.flatMap((name, index) => {
    const refusal = refusalOf(name, found[index], experiment.isRunning ? surface : undefined);
    return refusal ? [{ pointer: `#/arms/${index}/recipe`, ...refusal }] : [];
  });
  if (errors.length) throw new ValidationError('An experiment needs recipes that its surface can serve', errors);
  await recipes.putExperiment(shop, surface, experiment);
  return { surface, experiment };
}

function refusalOf(
  name: string,
  recipe: Recipe | undefined,
  surface: Surface | undefined,
): Omit<FieldError, 'pointer'> | undefined {
  if (!recipe) return { detail: `There is no recipe ${name}`, code: 'no-recipe', values: { name } };
  const { base } = recipe;
  if (!surface || isServedOn(surface, base)) return undefined;
  const detail = `A recipe whose base is ${base} starts from items that requests for ${surface} do not name`;
  return { detail, code: 'not-served-on', values: { base, surface } };
}
