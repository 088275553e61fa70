import { QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { SlateExperimentDraft } from '../../../core/experiments/contract.ts';
import { createRecipeRepository } from '../../../core/recommendations/recipe-repository.ts';
import { aMemoryTable } from '../../support/memory-table.ts';
import { aRecipe } from '../../support/recommendations.ts';

function aShelf() {
  const table = aMemoryTable('recipes');
  return { ...table, recipes: createRecipeRepository(table.client, 'recipes') };
}

describe('the recipes of a shop', () => {
  it('are read as they were written, as they stand and by version', async () => {
    const { recipes } = aShelf();
    const recipe = aRecipe('spring', { filter: 'price < 2000' });

    await expect(recipes.add('demo', recipe)).resolves.toBe(true);

    await expect(recipes.find('demo', 'spring')).resolves.toEqual(recipe);
    await expect(recipes.findVersion('demo', 'spring', 1)).resolves.toEqual(recipe);
    await expect(recipes.findVersion('demo', 'spring', 2)).resolves.toBeUndefined();
    await expect(recipes.listVersions('demo', 'spring', { limit: 10 })).resolves.toMatchObject({ data: [recipe] });
  });

  it('are not those of another shop', async () => {
    const { recipes } = aShelf();
    await recipes.add('demo', aRecipe('spring'));

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
    await recipes.add('demo', aRecipe('spring', { description: 'first' }));

    await expect(recipes.add('demo', aRecipe('spring', { description: 'second' }))).resolves.toBe(false);
    await expect(recipes.find('demo', 'spring')).resolves.toMatchObject({ description: 'first' });
  });

  it('move on only from the version before', async () => {
    const { recipes, mock } = aShelf();

    await recipes.add('demo', { ...aRecipe('spring'), version: 3 });

    const [, head] = mock.commandCalls(TransactWriteCommand)[0]?.args[0].input.TransactItems ?? [];
    expect(head?.Put).toMatchObject({
      ConditionExpression: 'version = :before',
      ExpressionAttributeValues: { ':before': 2 },
    });
  });
});

describe('a recipe that was deleted', () => {
  const at = '2026-11-01T00:00:00.000Z';

  it('is found and listed no more, and its versions are', async () => {
    const { recipes } = aShelf();
    const recipe = aRecipe('spring');
    await recipes.add('demo', recipe);

    await expect(recipes.remove('demo', recipe, at)).resolves.toBe(true);

    await expect(recipes.find('demo', 'spring')).resolves.toBeUndefined();
    await expect(recipes.list('demo')).resolves.toEqual([]);
    await expect(recipes.standingRecipe('demo', 'spring')).resolves.toEqual({ version: 1, recipe: undefined });
    await expect(recipes.findVersion('demo', 'spring', 1)).resolves.toEqual(recipe);
  });

  it('is so only as it was read', async () => {
    const { recipes } = aShelf();
    const recipe = aRecipe('spring');
    await recipes.add('demo', recipe);
    await recipes.add('demo', { ...recipe, version: 2 });

    await expect(recipes.remove('demo', recipe, at)).resolves.toBe(false);
    await expect(recipes.find('demo', 'spring')).resolves.toMatchObject({ version: 2 });
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
