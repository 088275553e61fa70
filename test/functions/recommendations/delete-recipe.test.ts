import { SlateExperimentDraft } from '../../../core/experiments/contract.ts';
import { entityTag } from '../../../core/platform/entity-tag.ts';
import { ConflictError, OvertakenError } from '../../../core/platform/errors.ts';
import { createRecipeRepository } from '../../../core/recommendations/recipe-repository.ts';
import { deleteRecipe } from '../../../functions/recommendations/delete-recipe.ts';
import { getRecipe } from '../../../functions/recommendations/get-recipe.ts';
import { putRecipe } from '../../../functions/recommendations/put-recipe.ts';
import { aMemoryTable } from '../../support/memory-table.ts';
import { aNow, aRecipeDraft } from '../../support/recommendations.ts';

describe('deleting a recipe', () => {
  const kept = () => createRecipeRepository(aMemoryTable('recipes').client, 'recipes');
  type Kept = ReturnType<typeof kept>;
  const write = (recipes: Kept, name: string, description: string, version?: number) => {
    const ifMatch = version === undefined ? undefined : [entityTag(version)];
    return putRecipe('demo', { name, draft: aRecipeDraft({ description }), now: aNow, ifMatch }, recipes);
  };
  const remove = (
    recipes: Pick<Kept, 'standingRecipe' | 'standing' | 'remove'>,
    name: string,
    ifMatch?: readonly string[],
  ) => deleteRecipe('demo', { name, now: aNow, ifMatch }, recipes);
  const setOnHome = (recipes: Kept, isRunning: boolean) =>
    recipes.changeExperiment('demo', 'home', async () => ({
      experiment: SlateExperimentDraft.parse({
        ...{ name: 'colours', kind: 'ab', isRunning },
        arms: [{ recipe: 'for-you' }, { recipe: 'spring' }],
      }),
      countsEverybody: true,
    }));

  it('takes it away, and again changes nothing', async () => {
    const recipes = kept();
    await write(recipes, 'spring', 'one');

    await expect(remove(recipes, 'spring')).resolves.toEqual({ name: 'spring', status: 'deleted' });

    await expect(remove(recipes, 'spring')).resolves.toEqual({ name: 'spring', status: 'unknown' });
    await expect(getRecipe('demo', { name: 'spring' }, recipes)).rejects.toThrow('There is no recipe spring');
    await expect(recipes.list('demo')).resolves.toEqual([]);
  });

  it('of a version that is not the newest by now deletes nothing', async () => {
    const recipes = kept();
    await write(recipes, 'spring', 'one');
    await write(recipes, 'spring', 'two');

    await expect(remove(recipes, 'spring', ['"1"'])).rejects.toMatchObject({ statusCode: 412, code: 'overtaken' });
    await expect(remove(recipes, 'spring', ['"2"'])).resolves.toMatchObject({ status: 'deleted' });
  });

  it('leaves what decisions name: its versions, and a count that another of its name goes on from', async () => {
    const recipes = kept();
    await write(recipes, 'spring', 'one');
    await write(recipes, 'spring', 'two');
    await remove(recipes, 'spring');

    await expect(getRecipe('demo', { name: 'spring', version: 2 }, recipes)).resolves.toMatchObject({
      description: 'two',
    });
    await expect(write(recipes, 'spring', 'two', 2)).rejects.toMatchObject({
      ...{ statusCode: 412, says: { code: 'recipe-deleted', values: { name: 'spring' } } },
    });
    await expect(write(recipes, 'spring', 'two', 0)).resolves.toMatchObject({ version: 3 });
    await expect(getRecipe('demo', { name: 'spring' }, recipes)).resolves.toMatchObject({ version: 3 });
  });

  it('of one that nobody wrote changes nothing', async () => {
    await expect(remove(kept(), 'sprnig')).resolves.toEqual({ name: 'sprnig', status: 'unknown' });
  });

  it('is refused where the platform brings it along; in place of what the shop had written that serves again', async () => {
    const recipes = kept();
    await expect(remove(recipes, 'popular')).rejects.toMatchObject({
      statusCode: 409,
      errors: [{ pointer: 'path/name', code: 'brought-along', values: { name: 'popular' } }],
    });
    await write(recipes, 'popular', 'ours');

    await expect(remove(recipes, 'popular')).resolves.toMatchObject({ status: 'deleted' });

    await expect(getRecipe('demo', { name: 'popular' }, recipes)).resolves.toMatchObject({ version: 0 });
    await expect(remove(recipes, 'popular')).resolves.toMatchObject({ status: 'unknown' });
  });

  it('is said to whoever goes on from it, also where the platform brings another along under its name', async () => {
    const recipes = kept();
    await write(recipes, 'popular', 'ours');
    await remove(recipes, 'popular');

    await expect(write(recipes, 'popular', 'theirs', 1)).rejects.toMatchObject({ says: { code: 'recipe-deleted' } });
    await expect(write(recipes, 'trending', 'theirs', 1)).rejects.toMatchObject({ says: { code: 'recipe-unwritten' } });
  });

  it('stands where somebody saves in the same moment what they had seen before', async () => {
    const recipes = kept();
    await write(recipes, 'spring', 'one');
    const standingRecipe = async (...asked: Parameters<Kept['standingRecipe']>) => {
      const held = await recipes.standingRecipe(...asked);
      await remove(recipes, 'spring');
      return held;
    };

    await expect(write({ ...recipes, standingRecipe }, 'spring', 'two', 1)).rejects.toBeInstanceOf(OvertakenError);
    await expect(recipes.find('demo', 'spring')).resolves.toBeUndefined();
  });

  it('is refused while an experiment runs with it, and says which', async () => {
    const recipes = kept();
    await write(recipes, 'spring', 'one');
    await setOnHome(recipes, true);

    await expect(remove(recipes, 'spring')).rejects.toMatchObject({
      statusCode: 409,
      message: 'The recipe spring cannot be deleted',
      errors: [{ code: 'runs-in-experiment', values: { name: 'spring', surface: 'home', experiment: 'colours' } }],
    });
    await setOnHome(recipes, false);

    await expect(remove(recipes, 'spring')).resolves.toMatchObject({ status: 'deleted' });
  });

  it('is refused where somebody has written it in the same moment', async () => {
    const recipes = kept();
    await write(recipes, 'spring', 'one');
    const standing = async (...asked: Parameters<Kept['standing']>) => {
      await write(recipes, 'spring', 'two');
      return recipes.standing(...asked);
    };

    await expect(remove({ ...recipes, standing }, 'spring')).rejects.toBeInstanceOf(ConflictError);
    await expect(getRecipe('demo', { name: 'spring' }, recipes)).resolves.toMatchObject({ description: 'two' });
  });
});
