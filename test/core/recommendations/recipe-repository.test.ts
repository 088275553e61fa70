import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { SlateExperimentDraft } from '../../../core/experiments/contract.ts';
import { createRecipeRepository } from '../../../core/recommendations/recipe-repository.ts';
import { aMemoryTable } from '../../support/memory-table.ts';
import { aRecipe } from '../../support/recommendations.ts';

/** What is read where nobody ever wrote. */
const none = { version: 0, recipe: undefined };

function aShelf() {
  const table = aMemoryTable('recipes');
  return { ...table, recipes: createRecipeRepository(table.client, 'recipes') };
}

describe('the recipes of a shop', () => {
  it('are read as they were written, as they stand and by version', async () => {
    const { recipes } = aShelf();
    const recipe = aRecipe('spring', { filter: 'price < 2000' });

    await expect(recipes.add('demo', recipe, none)).resolves.toBe(true);

    await expect(recipes.find('demo', 'spring')).resolves.toEqual(recipe);
    await expect(recipes.findVersion('demo', 'spring', 1)).resolves.toEqual(recipe);
    await expect(recipes.findVersion('demo', 'spring', 2)).resolves.toBeUndefined();
    await expect(recipes.listVersions('demo', 'spring', { limit: 10 })).resolves.toMatchObject({ data: [recipe] });
  });

  it('are not those of another shop', async () => {
    const { recipes } = aShelf();
    await recipes.add('demo', aRecipe('spring'), none);

    await expect(recipes.find('other', 'spring')).resolves.toBeUndefined();
    await expect(recipes.list('other')).resolves.toEqual([]);
    await expect(recipes.listVersions('other', 'spring', { limit: 10 })).resolves.toMatchObject({ data: [] });
  });

  it('are listed to the last, however many pages they fill', async () => {
    const { recipes, mock } = aShelf();
    const [first, second] = [aRecipe('autumn'), aRecipe('spring')];
    const pages = mock.on(QueryCommand);
    pages.resolvesOnce({ Items: [first], LastEvaluatedKey: { pk: 'a', sk: 'b' } }).resolvesOnce({ Items: [second] });

    await expect(recipes.list('demo')).resolves.toEqual([first, second]);
    const [, next] = mock.commandCalls(QueryCommand).map(({ args: [{ input }] }) => input.ExclusiveStartKey);
    expect(next).toEqual({ pk: 'a', sk: 'b' });
  });

  it('take a version once', async () => {
    const { recipes } = aShelf();
    await recipes.add('demo', aRecipe('spring', { description: 'first' }), none);

    await expect(recipes.add('demo', aRecipe('spring', { description: 'second' }), none)).resolves.toBe(false);
    await expect(recipes.find('demo', 'spring')).resolves.toMatchObject({ description: 'first' });
  });

  it('move on only from the version that was read', async () => {
    const { recipes } = aShelf();
    const first = aRecipe('spring');
    await recipes.add('demo', first, none);

    await expect(
      recipes.add('demo', { ...first, version: 3 }, { version: 2, recipe: { ...first, version: 2 } }),
    ).resolves.toBe(false);
    await expect(recipes.add('demo', { ...first, version: 2 }, { version: 1, recipe: first })).resolves.toBe(true);
  });
});

describe('a recipe that was deleted', () => {
  const at = '2026-11-01T00:00:00.000Z';

  it('is found and listed no more, and its versions are', async () => {
    const { recipes } = aShelf();
    const recipe = aRecipe('spring');
    await recipes.add('demo', recipe, none);

    await expect(recipes.remove('demo', recipe, at)).resolves.toBe(true);

    await expect(recipes.find('demo', 'spring')).resolves.toBeUndefined();
    await expect(recipes.list('demo')).resolves.toEqual([]);
    await expect(recipes.standingRecipe('demo', 'spring')).resolves.toEqual({ version: 1, recipe: undefined });
    await expect(recipes.findVersion('demo', 'spring', 1)).resolves.toEqual(recipe);
  });

  it('is so only as it was read', async () => {
    const { recipes } = aShelf();
    const recipe = aRecipe('spring');
    await recipes.add('demo', recipe, none);
    await recipes.add('demo', { ...recipe, version: 2 }, { version: 1, recipe });

    await expect(recipes.remove('demo', recipe, at)).resolves.toBe(false);
    await expect(recipes.find('demo', 'spring')).resolves.toMatchObject({ version: 2 });
  });
});

describe('a recipe that is written while it is deleted', () => {
  const at = '2026-11-01T00:00:00.000Z';
  const first = aRecipe('spring');
  const second = { ...first, version: 2 };

  it('stays deleted, for who writes has not seen that', async () => {
    const { recipes } = aShelf();
    await recipes.add('demo', first, none);
    await recipes.remove('demo', first, at);

    await expect(recipes.add('demo', second, { version: 1, recipe: first })).resolves.toBe(false);

    await expect(recipes.find('demo', 'spring')).resolves.toBeUndefined();
    await expect(recipes.add('demo', second, { version: 1, recipe: undefined })).resolves.toBe(true);
  });

  it('comes back once', async () => {
    const { recipes } = aShelf();
    await recipes.add('demo', first, none);
    await recipes.remove('demo', first, at);
    await recipes.add('demo', second, { version: 1, recipe: undefined });

    await expect(recipes.add('demo', second, { version: 1, recipe: undefined })).resolves.toBe(false);
    await expect(recipes.remove('demo', first, at)).resolves.toBe(false);
    await expect(recipes.find('demo', 'spring')).resolves.toEqual(second);
  });
});

describe('the experiment of a surface', () => {
  it('is read as it was written, and on no other surface', async () => {
    const { recipes } = aShelf();
    const arms = [{ recipe: 'for-you' }, { recipe: 'popular' }];
    const experiment = SlateExperimentDraft.parse({ name: 'spring', kind: 'bandit', arms });

    await recipes.changeExperiment('demo', 'home', async () => ({ experiment, countsEverybody: true }));

    await expect(recipes.experiment('demo', 'home')).resolves.toEqual(experiment);
    await expect(recipes.standing('demo', 'home')).resolves.toEqual({
      ...{ revision: 1, experiment, countsEverybody: true },
    });
    await expect(recipes.standing('demo', 'email')).resolves.toMatchObject({ revision: 0, experiment: null });
    await expect(recipes.experiment('demo', 'email')).resolves.toBeUndefined();
    await expect(recipes.experiment('other', 'home')).resolves.toBeUndefined();
  });

  it('is served by code that does not know all that is kept with it', async () => {
    const { recipes, rows } = aShelf();
    const arms = [{ recipe: 'for-you' }, { recipe: 'popular' }];
    const experiment = SlateExperimentDraft.parse({ name: 'spring', kind: 'ab', arms });
    await recipes.changeExperiment('demo', 'home', async () => ({ experiment, countsEverybody: true }));
    for (const row of rows.values()) row.ofALaterVersion = true;

    await expect(recipes.experiment('demo', 'home')).resolves.toEqual(experiment);
    await expect(recipes.standing('demo', 'home')).resolves.toEqual({
      ...{ revision: 1, experiment, countsEverybody: true },
    });
  });

  it('counts not everybody where it is of before customers were counted', async () => {
    const { recipes, rows } = aShelf();
    const arms = [{ recipe: 'for-you' }, { recipe: 'popular' }];
    const experiment = SlateExperimentDraft.parse({ name: 'spring', kind: 'ab', arms });
    await recipes.changeExperiment('demo', 'home', async () => ({ experiment, countsEverybody: true }));
    for (const row of rows.values()) delete row.countsEverybody;

    await expect(recipes.standing('demo', 'home')).resolves.toMatchObject({ experiment, countsEverybody: false });
  });

  it('follows one of before revisions were counted', async () => {
    const { recipes, rows } = aShelf();
    const arms = [{ recipe: 'for-you' }, { recipe: 'popular' }];
    const old = SlateExperimentDraft.parse({ name: 'old', kind: 'ab', arms });
    await recipes.changeExperiment('demo', 'home', async () => ({ experiment: old, countsEverybody: true }));
    for (const row of rows.values()) delete row.revision;

    const standing = await recipes.changeExperiment('demo', 'home', async ({ revision, experiment }) => {
      expect({ revision, experiment }).toEqual({ revision: 0, experiment: old });
      return { experiment: { ...old, name: 'new' }, countsEverybody: true };
    });

    expect(standing).toMatchObject({ revision: 1, experiment: { name: 'new' } });
  });
});
