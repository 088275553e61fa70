import { GetCommand } from '@aws-sdk/lib-dynamodb';
import en from '../../../console/src/i18n/en.json' with { type: 'json' };
import { emptyState, type OnlineState } from '../../../core/customers/online-state.ts';
import { createStateRepository } from '../../../core/customers/state-repository.ts';
import { statesOfRows } from '../../../core/customers/states-of-rows.ts';
import type { LakeEvent } from '../../../core/events/contract.ts';
import { SlateExperimentDraft } from '../../../core/experiments/contract.ts';
import { ShownSlate } from '../../../core/experiments/count-outcome.ts';
import { createOutcomeRepository } from '../../../core/experiments/outcome-repository.ts';
import type { Role } from '../../../core/platform/contract.ts';
import { IfMatch } from '../../../core/platform/entity-tag.ts';
import type { Surface } from '../../../core/recommendations/contract.ts';
import { SurfaceExperiment } from '../../../core/recommendations/recipe-contract.ts';
import { createRecipeRepository, type RecipeRepository } from '../../../core/recommendations/recipe-repository.ts';
import { type DecisionLog, logDecisions } from '../../../functions/decisions/log-decisions.ts';
import { statesOf } from '../../../functions/events/project-events.ts';
import { getExperiment } from '../../../functions/recommendations/get-experiment.ts';
import { getRecommendations } from '../../../functions/recommendations/get-recommendations.ts';
import { putExperiment } from '../../../functions/recommendations/put-experiment.ts';
import { sourcesFor } from '../../../functions/recommendations/sources-for.ts';
import { aLakeEvent } from '../../support/events.ts';
import { aMemoryTable } from '../../support/memory-table.ts';
import { aQueueCall } from '../../support/queue-calls.ts';
import { aNow, aRecipe, aShopProfile, aShopWorld } from '../../support/recommendations.ts';
import { ann, popular, rows, slateFor, viewed } from '../../support/small-slates.ts';

const anExperiment = (recipes: readonly string[], overrides: object = {}) =>
  SlateExperimentDraft.parse({
    name: 'spring',
    kind: 'ab',
    arms: recipes.map((recipe) => ({ recipe })),
    ...overrides,
  });

function aSurfaceTable() {
  const { client } = aMemoryTable('recipes');
  return { recipes: createRecipeRepository(client, 'recipes'), outcomes: createOutcomeRepository(client, 'recipes') };
}

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

describe('an A/B test that is looked at', () => {
  const experiment = anExperiment(['for-you', 'popular']);
  type Shown = readonly (readonly [person: string, arm: string])[];
  const aTest = () => {
    const { recipes, outcomes } = aSurfaceTable();
    return {
      set: (asked: object = {}) =>
        putExperiment('demo', { surface: 'home', experiment: { ...experiment, ...asked } }, recipes, outcomes),
      setBefore: () => recipes.changeExperiment('demo', 'home', async () => ({ experiment, countsEverybody: false })),
      show: async (customers: Shown) => {
        for (const [index, [person, arm]] of customers.entries()) {
          const slate = { surface: 'home', experiment: 'spring', kind: 'ab', arm, reward: 'click', group: index % 20 };
          const shown = ShownSlate.parse({ ...slate, at: aNow.toISOString(), items: ['lamp'] });
          await outcomes.shown('demo', `request-${index}`, shown, aNow, person);
        }
      },
      look: async () => SurfaceExperiment.parse(await getExperiment('demo', 'home', recipes, outcomes)),
    };
  };
  const shownTo = async (customers: Shown) => {
    const { set, show, look } = aTest();
    await set();
    await show(customers);
    return look();
  };
  const lopsided = Array.from({ length: 60 }, (_, index) => [`customer-${index}`, 'for-you'] as const);

  it('says so where one recipe got no customers, and compares nothing', async () => {
    const result = await shownTo(lopsided);

    expect(result).toMatchObject({ isSplitAsPlanned: false, comparisons: [{ verdict: 'mismatch' }] });
    expect(result.counted).toMatchObject([{ customers: 60 }, { customers: 0 }]);
  });

  it('says nothing of the kind where one customer saw sixty slates of one recipe', async () => {
    const result = await shownTo(Array.from({ length: 60 }, () => ['ann', 'for-you']));

    expect(result).toMatchObject({ isSplitAsPlanned: true, comparisons: [{ verdict: 'too-early' }] });
    expect(result.counted?.[0]).toMatchObject({ shown: 60, customers: 1 });
  });

  it('goes on saying so when it was stopped', async () => {
    const { set, show, look } = aTest();
    await set();
    await show(lopsided);

    await set({ isRunning: false });

    await expect(look()).resolves.toMatchObject({ isSplitAsPlanned: false });
  });

  it('says nothing of its customers where it began before they were counted, also when it goes on', async () => {
    const { set, setBefore, show, look } = aTest();
    await setBefore();
    await show(lopsided);
    await set({ isRunning: false });

    const result = await look();

    expect(result.isSplitAsPlanned).toBeUndefined();
    expect(result.counted?.[0]).not.toHaveProperty('customers');
    expect(result.comparisons).toMatchObject([{ verdict: 'too-early' }]);
  });

  it('says nothing of them where a test of its name was shown before another took its place', async () => {
    const { set, show, look } = aTest();
    await set({ arms: [{ ...experiment.arms[0], weight: 9 }, experiment.arms[1]] });
    await show(lopsided);
    await set({ name: 'autumn' });
    await set();

    await expect(look()).resolves.toMatchObject({ experiment, counted: [{ shown: 60 }, { shown: 0 }] });
    expect((await look()).isSplitAsPlanned).toBeUndefined();
  });
});

describe('an experiment whose recipe came to need items', () => {
  const recipes = [aRecipe('spring', { base: 'related' })];
  const events = { [ann]: [viewed('lamp')] };

  it.each(['ab', 'interleaving', 'bandit'])('of kind %s stands aside: everybody is shown for-you', async (kind) => {
    for (const random of [() => 0, () => 0.99]) {
      const experiment = anExperiment(['popular', 'spring'], { kind });

      const { slate, decisions } = await slateFor({ events, recipes, experiment, random });

      expect(slate.recipe).toBe('for-you@0');
      expect(decisions[0]).toMatchObject({ recipe: 'for-you@0' });
      expect(decisions[0]?.experiment).toBeUndefined();
    }
  });

  it('stands aside too where a recipe was deleted meanwhile', async () => {
    const { slate } = await slateFor({ events, recipes, experiment: anExperiment(['popular', 'gone']) });

    expect(slate).toMatchObject({ recipe: 'for-you@0' });
    expect(slate.experiment).toBeUndefined();
  });

  it.each(['ab', 'interleaving', 'bandit'])(
    'of kind %s serves what it found, whatever is deleted the next moment',
    async (kind) => {
      const experiment = anExperiment(['popular', 'spring'], { kind });
      const { sources } = aShopWorld({ rows, popular, experiment });
      const left = [aRecipe('popular', { base: 'popular' }), aRecipe('spring', { base: 'trending' })];
      const find = async (_shop: string, name: string) => {
        const index = left.findIndex((recipe) => recipe.name === name);
        return index < 0 ? undefined : left.splice(index, 1)[0];
      };
      const request = { shop: aShopProfile, named: { customer: ann }, query: { surface: 'home', k: 4 } } as const;

      const slate = await getRecommendations(
        { ...request, requestId: 'request-1', now: aNow },
        { ...sources, recipes: { ...sources.recipes, find } },
      );

      expect(slate.experiment).toMatchObject({ kind });
      expect(slate.recipe).toMatch(/@1$/);
    },
  );

  it('stands aside too where a recipe has come to answer with customers', async () => {
    const lapsed = aRecipe('lapsed', { base: 'user-segment' });

    const { slate } = await slateFor({ events, recipes: [lapsed], experiment: anExperiment(['popular', 'lapsed']) });

    expect(slate.recipe).toBe('for-you@0');
  });

  it('goes on where the request names the item', async () => {
    const experiment = anExperiment(['popular', 'spring'], { kind: 'bandit' });

    const { slate } = await slateFor({ events, recipes, experiment, random: () => 0.99 }, { itemId: 'sofa' });

    expect(slate).toMatchObject({ recipe: 'spring@1', experiment: { arm: 'spring', propensity: 0.5 } });
  });
});

describe('a look from the console', () => {
  it.each(['ab', 'interleaving', 'bandit'])('draws no arm of %s, and writes nothing down', async (kind) => {
    const world = { rows, popular, experiment: anExperiment(['trending', 'popular'], { kind }) };
    const slateBy = async (role: Role) => {
      const { sources, decisions } = aShopWorld(world);
      const request = { shop: aShopProfile, named: { customer: ann }, query: { surface: 'home', k: 4 } as const };
      const slate = await getRecommendations(
        { ...request, requestId: 'request-1', now: aNow },
        sourcesFor(role, sources),
      );
      return { slate, decisions };
    };

    const look = await slateBy('console');
    const shown = await slateBy('server');

    expect(look.slate).toMatchObject({ recipe: 'for-you@0', experimentArm: 'treated' });
    expect(look.slate.experiment).toBeUndefined();
    expect(look.decisions).toEqual([]);
    expect(shown.slate.experiment).toMatchObject({ kind });
    expect(shown.decisions).toHaveLength(1);
  });
});

describe('an A/B test', () => {
  it('gives somebody who signs in the recipe that their browser had', async () => {
    const experiment = anExperiment(['trending', 'popular']);
    const { sources } = aShopWorld({ rows, popular, experiment });
    const armOf = async (named: { customer?: string; browser?: string }, metAs?: string) => {
      const met: OnlineState['metAs'] = metAs ? { first: { stamp: [-1, 'm'], name: metAs } } : {};
      const state = { ...emptyState, metAs: met };
      const request = { shop: { ...aShopProfile, holdoutShare: 0 }, query: { surface: 'home', k: 4 } as const };
      const slate = await getRecommendations(
        { ...request, named, requestId: 'request-1', now: aNow },
        { ...sources, states: { get: async () => new Map(metAs ? [[named.customer ?? '', state]] : []) } },
      );
      return slate.experiment?.arm;
    };

    for (const browser of Array.from({ length: 20 }, (_, index) => `browser-${index}`)) {
      const before = await armOf({ browser });

      expect(await armOf({ customer: 'ann', browser })).toBe(before);
      expect(await armOf({ customer: 'ann' }, browser)).toBe(before);
    }
  });

  describe('on a platform that remembers', () => {
    const experiment = anExperiment(['trending', 'popular']);
    const people = Array.from({ length: 20 }, (_, index) => ({
      customer: `customer-${index}`,
      browser: `browser-${index}`,
    }));
    const day = (date: string) => `2026-${date}T10:00:00.000Z`;

    /** Slates of one shop, its log of decisions and its states, each as it is in earnest. */
    function aPlatform() {
      const { sources, decisions } = aShopWorld({ rows, popular, experiment });
      const states = createStateRepository(aMemoryTable('state').client, 'state');
      const shop = { ...aShopProfile, holdoutShare: 0 };
      let asked = 0;
      const log: DecisionLog = {
        states,
        decisions: { put: async () => {} },
        lake: { append: async () => {} },
        outcomes: { shown: async () => {} },
      };
      return {
        decisions,
        tell: async (...events: LakeEvent[]) => {
          await states.join('demo', statesOf(events), aNow);
        },
        importAttributesOf: async (customer: string) => {
          const row = { shop: 'demo', customer, attributes: { country: 'DE' }, updatedAt: day('09-01') };
          await states.join('demo', statesOfRows([row]), aNow);
        },
        armOf: async (named: { customer?: string; browser?: string }) => {
          const now = new Date(aNow.getTime() + 1_000 * ++asked);
          const request = {
            shop,
            named,
            query: { surface: 'home', k: 4 },
            requestId: `request-${asked}`,
            now,
          } as const;
          const { experiment: drawn } = await getRecommendations(request, { ...sources, states });
          const [body] = decisions.slice(-1);
          if (body) await logDecisions([{ messageId: 'm', body, sentAt: now }], log, { ...aQueueCall(), now });
          return drawn?.arm;
        },
      };
    }
    const signsIn = (customer: string, linked: string) =>
      aLakeEvent({ type: 'identify', event: '', customer, linked, items: [], timestamp: day('11-01') });

    it('keeps the recipe of an imported customer who was sent a slate before any browser of theirs was met', async () => {
      const { armOf, tell, importAttributesOf } = aPlatform();
      for (const { customer, browser } of people) {
        await importAttributesOf(customer);
        const first = await armOf({ customer });

        expect(await armOf({ customer, browser })).toBe(first);
        await tell(signsIn(customer, browser));
        expect(await armOf({ customer, browser })).toBe(first);
        expect(await armOf({ browser })).toBe(first);
      }
    });

    it('keeps the recipe of an imported customer whose browser had one before they signed in', async () => {
      const { armOf, tell, importAttributesOf } = aPlatform();
      for (const { customer, browser } of people) {
        await importAttributesOf(customer);
        const first = await armOf({ browser });

        expect(await armOf({ customer, browser })).toBe(first);
        await tell(signsIn(customer, browser));
        expect(await armOf({ customer })).toBe(first);
      }
    });

    it('keeps it when a history of before is told of later', async () => {
      const { armOf, tell } = aPlatform();
      for (const { customer, browser } of people) {
        await tell(signsIn(customer, browser));
        const first = await armOf({ customer, browser });

        await tell(aLakeEvent({ event: 'Order Completed', customer, isKnown: true, timestamp: day('03-01') }));

        expect(await armOf({ customer })).toBe(first);
      }
    });

    it('has the name written down that drew, which is kept with each customer’s first slate alone, and of no browser', async () => {
      const { armOf, decisions } = aPlatform();
      await armOf({ browser: 'browser' });
      await armOf({ customer: 'ann', browser: 'browser' });
      await armOf({ customer: 'ann', browser: 'phone' });

      expect(decisions.map(({ drawnAs, isFirstDraw }) => [drawnAs, isFirstDraw])).toEqual([
        ['browser', undefined],
        ['browser', true],
        ['browser', undefined],
      ]);
    });
  });
});
