import { GetCommand } from '@aws-sdk/lib-dynamodb';
import en from '../../../console/src/i18n/en.json' with { type: 'json' };
import type { SlateExperimentDraft } from '../../../core/experiments/contract.ts';
import { ShownSlate } from '../../../core/experiments/count-outcome.ts';
import { createOutcomeRepository } from '../../../core/experiments/outcome-repository.ts';
import { IfMatch } from '../../../core/platform/entity-tag.ts';
import type { Surface } from '../../../core/recommendations/contract.ts';
import { createRecipeRepository, type RecipeRepository } from '../../../core/recommendations/recipe-repository.ts';
import { putExperiment } from '../../../functions/recommendations/put-experiment.ts';
import { anExperiment, aSurfaceTable } from '../../support/experiments.ts';
import { aMemoryTable } from '../../support/memory-table.ts';
import { aNow, aRecipe } from '../../support/recommendations.ts';

describe('setting an experiment', () => {
  const put = (surface: Surface, experiment: SlateExperimentDraft) => {
    const { recipes, outcomes } = aSurfaceTable();
    const standingRecipe = async (_shop: string, name: string) =>
      name === 'my-related'
        ? { version: 1, recipe: aRecipe(name, { base: 'related' }) }
        : { version: 0, recipe: undefined };
    return putExperiment('demo', { surface, experiment }, { ...recipes, standingRecipe }, outcomes);
  };
  const at = (pointer: string) => expect.objectContaining({ errors: [expect.objectContaining({ pointer })] });

  it('refuses each arm that needs items which the surface does not have, and names it', async () => {
    await expect(put('home', anExperiment(['for-you', 'related']))).rejects.toEqual(at('#/arms/1/recipe'));
    await expect(put('email', anExperiment(['my-related', 'popular']))).rejects.toEqual(at('#/arms/0/recipe'));
    await expect(put('product', anExperiment(['for-you', 'rerank']))).rejects.toEqual(at('#/arms/1/recipe'));
    await expect(put('home', anExperiment(['for-you', 'nowhere']))).rejects.toEqual(at('#/arms/1/recipe'));
  });

  it.each([
    ['nowhere', { code: 'no-recipe', values: { name: 'nowhere' } }],
    ['my-related', { code: 'not-served-on', values: { base: 'related', surface: 'home' } }],
  ])('says why %s cannot take part, and without a language too, as the console speaks two', async (name, refusal) => {
    const error = await put('home', anExperiment(['for-you', name])).catch((refused: unknown) => refused);

    expect(error).toMatchObject({ errors: [{ pointer: '#/arms/1/recipe', detail: expect.any(String), ...refusal }] });
    expect(en.field).toHaveProperty(refusal.code);
  });

  it('takes them where pages have those items, and lets anything be stopped', async () => {
    const stopped = anExperiment(['for-you', 'related'], { isRunning: false });

    await expect(put('product', anExperiment(['related', 'my-related']))).resolves.toMatchObject({ revision: 1 });
    await expect(put('search', anExperiment(['rerank', 'popular']))).resolves.toMatchObject({ revision: 1 });
    await expect(put('home', stopped)).resolves.toEqual({ surface: 'home', revision: 1, experiment: stopped });
  });

  it('can be stopped, and said again to run, where a recipe of it was deleted meanwhile', async () => {
    const { recipes, outcomes } = aSurfaceTable();
    const running = anExperiment(['for-you', 'gone']);
    const stopped = { ...running, isRunning: false };
    const set = (experiment: SlateExperimentDraft) =>
      putExperiment('demo', { surface: 'home', experiment }, recipes, outcomes);
    await recipes.changeExperiment('demo', 'home', async () => ({ experiment: running, countsEverybody: true }));

    await expect(set(running)).resolves.toMatchObject({ revision: 1 });
    await expect(set(stopped)).resolves.toMatchObject({ revision: 2, experiment: stopped });
    await expect(set(running)).rejects.toEqual(at('#/arms/1/recipe'));
  });

  it('looks at the recipes that are there now', async () => {
    const { client, mock } = aMemoryTable('recipes');
    const [recipes, outcomes] = [createRecipeRepository(client, 'recipes'), createOutcomeRepository(client, 'recipes')];

    await putExperiment(
      'demo',
      { surface: 'home', experiment: anExperiment(['for-you', 'popular']) },
      recipes,
      outcomes,
    );

    const reads = mock.commandCalls(GetCommand).map(({ args: [{ input }] }) => input.ConsistentRead);
    expect(new Set(reads)).toEqual(new Set([true]));
  });
});

describe('an A/B test under the name of the one that stands', () => {
  const three = [{ recipe: 'for-you', weight: 3 }, { recipe: 'popular' }];
  const setTwice = async (before: object, after: object, isCounted = false) => {
    const { recipes, outcomes } = aSurfaceTable();
    const set = (asked: object) => {
      const experiment = anExperiment(['for-you', 'popular'], asked);
      return putExperiment('demo', { surface: 'home', experiment }, recipes, outcomes);
    };
    await set(before);
    const slate = { surface: 'home', experiment: 'spring', kind: 'ab', arm: 'popular', reward: 'click', group: 3 };
    const shown = ShownSlate.parse({ ...slate, at: aNow.toISOString(), items: ['lamp'] });
    if (isCounted) await outcomes.shown('demo', 'request', shown, aNow, 'ann');
    return set(after);
  };

  it.each([
    ['weights', { arms: three }],
    ['recipes', { arms: [{ recipe: 'for-you' }, { recipe: 'trending' }] }],
    ['one recipe more', { arms: ['for-you', 'popular', 'trending'].map((recipe) => ({ recipe })) }],
    ['an order, by which customers are drawn,', { arms: [{ recipe: 'popular' }, { recipe: 'for-you' }] }],
    ['weights while it stops', { arms: three, isRunning: false }],
  ])('with other %s is refused, and asked for another name', async (_, after) => {
    await expect(setTwice({}, after)).rejects.toMatchObject({
      ...{ statusCode: 400, says: { code: 'split-kept' } },
      errors: [{ pointer: '#/name', code: 'split-otherwise', values: { name: 'spring' } }],
    });
  });

  it('with others is refused also where it has stopped and somebody was counted', async () => {
    const again = setTwice({ isRunning: false }, { arms: three }, true);

    await expect(again).rejects.toMatchObject({ statusCode: 400, says: { code: 'split-kept' } });
  });

  it('takes others where it never began', async () => {
    await expect(setTwice({ isRunning: false }, { arms: three })).resolves.toMatchObject({
      ...{ revision: 2, experiment: { arms: three.map((arm) => expect.objectContaining(arm)) } },
    });
  });

  it('has the same split where its weights are the same shares', async () => {
    const twice = ['for-you', 'popular'].map((recipe) => ({ recipe, weight: 2 }));

    await expect(setTwice({}, { arms: twice }, true)).resolves.toMatchObject({
      ...{ revision: 2, experiment: { arms: twice } },
    });
  });

  it('is stopped and goes on', async () => {
    await expect(setTwice({}, { isRunning: false })).resolves.toMatchObject({ revision: 2 });
    await expect(setTwice({ isRunning: false }, {})).resolves.toMatchObject({ revision: 2 });
  });

  it.each([
    ['of another name', {}, { name: 'autumn', arms: three }],
    ['of another kind', { kind: 'bandit' }, { arms: three }],
  ])('is no longer the same where it is %s', async (_, before, after) => {
    await expect(setTwice(before, after)).resolves.toMatchObject({ revision: 2 });
  });
});

describe('two people who set an experiment on one surface at once', () => {
  const spring = anExperiment(['for-you', 'popular']);
  const autumn = anExperiment(['for-you', 'trending'], { name: 'autumn' });
  const set = (recipes: RecipeRepository, experiment: SlateExperimentDraft, ifMatch?: string) =>
    putExperiment('demo', { surface: 'home', experiment, ifMatch: IfMatch.optional().parse(ifMatch) }, recipes, {
      totals: async () => new Map(),
    });

  it('are told of each other: the second replaces nothing that it has not seen', async () => {
    const { recipes } = aSurfaceTable();
    await set(recipes, anExperiment(['popular', 'trending'], { name: 'old' }));

    const ended = await Promise.allSettled([set(recipes, spring, '"1"'), set(recipes, autumn, '"1"')]);

    expect(ended.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = ended.find((one) => one.status === 'rejected');
    expect(refused?.reason).toMatchObject({ statusCode: 412, code: 'overtaken' });
    const won = ended.find((one) => one.status === 'fulfilled');
    await expect(recipes.standing('demo', 'home')).resolves.toMatchObject({
      ...{ revision: 2, experiment: won?.value.experiment },
    });
  });

  it.each([
    ['a recipe that nobody wrote', ['for-you', 'gone'], 'autumn', 'recipes-not-served'],
    ['another split of a test that runs', ['for-you', 'trending'], 'spring', 'split-kept'],
  ])('are told first of %s, which no newer revision mends', async (_, arms, name, code) => {
    const { recipes } = aSurfaceTable();
    await set(recipes, spring);

    await expect(set(recipes, anExperiment(arms, { name }), '"0"')).rejects.toMatchObject({ says: { code } });
    await expect(recipes.standing('demo', 'home')).resolves.toMatchObject({ revision: 1, experiment: spring });
  });

  it('both write where they say to replace whatever is there, one after the other', async () => {
    const { recipes } = aSurfaceTable();

    const answers = await Promise.all([set(recipes, spring), set(recipes, autumn)]);

    expect(answers.map(({ revision }) => revision).sort()).toEqual([1, 2]);
    const last = answers.find(({ revision }) => revision === 2);
    await expect(recipes.experiment('demo', 'home')).resolves.toEqual(last?.experiment);
  });

  it('may say the same, or one of them twice, and change nothing by it', async () => {
    const { recipes } = aSurfaceTable();
    const first = await set(recipes, spring, '"0"');

    await expect(set(recipes, spring, '"0"')).resolves.toEqual(first);
    await expect(set(recipes, spring)).resolves.toEqual(first);
    await expect(set(recipes, autumn, '"0"')).rejects.toMatchObject({ statusCode: 412 });
  });
});

describe('a surface', () => {
  it('is there also where nothing is set on it', async () => {
    const { recipes, outcomes } = aSurfaceTable();
    const asked = { surface: 'home', experiment: anExperiment(['for-you', 'popular']), ifMatch: '*' } as const;

    await expect(putExperiment('demo', asked, recipes, outcomes)).resolves.toMatchObject({ revision: 1 });
  });
});
