import type { SlateExperimentDraft } from '../../core/experiments/contract.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import { ValidationError } from '../../core/platform/errors.ts';
import type { Surface } from '../../core/recommendations/contract.ts';
import { BUILT_IN } from '../../core/recommendations/recipe.ts';
import type { SurfaceExperiment } from '../../core/recommendations/recipe-contract.ts';
import type { RecipeRepository } from '../../core/recommendations/recipe-repository.ts';

/** Sets what a surface tries out. Every recipe of it must exist. */
export async function putExperiment(
  shop: ShopId,
  { surface, experiment }: { readonly surface: Surface; readonly experiment: SlateExperimentDraft },
  recipes: Pick<RecipeRepository, 'find' | 'putExperiment'>,
): Promise<SurfaceExperiment> {
  const names = experiment.arms.map(({ recipe }) => recipe);
  const found = await Promise.all(names.map(async (name) => BUILT_IN.has(name) || (await recipes.find(shop, name))));
  const errors = names.flatMap((name, index) =>
    found[index] ? [] : [{ pointer: `#/arms/${index}/recipe`, detail: `There is no recipe ${name}` }],
  );
  if (errors.length) throw new ValidationError('An experiment needs recipes that exist', errors);
  await recipes.putExperiment(shop, surface, experiment);
  return { surface, experiment };
}
