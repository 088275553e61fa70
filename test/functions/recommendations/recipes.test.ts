import { SlateExperimentDraft } from '../../../core/experiments/contract.ts';
import { createOutcomeRepository } from '../../../core/experiments/outcome-repository.ts';
import { entityTag } from '../../../core/platform/entity-tag.ts';
import { ConflictError, OvertakenError } from '../../../core/platform/errors.ts';
import { fieldErrorsOf } from '../../../core/platform/field-errors.ts';
import { type Recipe, RecipeDraft } from '../../../core/recommendations/recipe.ts';
import { PreviewRecipeRequest } from '../../../core/recommendations/recipe-contract.ts';
import { createRecipeRepository } from '../../../core/recommendations/recipe-repository.ts';
import { getRecipe } from '../../../functions/recommendations/get-recipe.ts';
import {
  getRecommendations,
  type RecommendationSources,
} from '../../../functions/recommendations/get-recommendations.ts';
import { listRecipeVersions } from '../../../functions/recommendations/list-recipe-versions.ts';
import { listRecipes } from '../../../functions/recommendations/list-recipes.ts';
import { previewRecipe } from '../../../functions/recommendations/preview-recipe.ts';
import { putExperiment } from '../../../functions/recommendations/put-experiment.ts';
import { putRecipe } from '../../../functions/recommendations/put-recipe.ts';
import { aMemoryTable } from '../../support/memory-table.ts';
import {
  aNow,
  anItemRow,
  aRecipe,
  aRecipeDraft,
  aShopProfile,
  aShopWorld,
  type ShopWorld,
} from '../../support/recommendations.ts';
import { did, viewed } from '../../support/small-slates.ts';

/** Versions of recipes in memory, under the same condition as the table's. */
function aShelf() {
  const versions: Recipe[] = [];
  const newest = (name: string) => versions.findLast((recipe) => recipe.name === name);
  return {
    standingRecipe: async (_shop: string, name: string) => ({
      version: newest(name)?.version ?? 0,
      recipe: newest(name),
    }),
    findVersion: async (_shop: string, name: string, version: number) =>
      versions.find((recipe) => recipe.name === name && recipe.version === version),
    list: async () => versions.filter((recipe) => newest(recipe.name) === recipe),
    add: async (_shop: string, recipe: Recipe) => {
      const isNext = recipe.version === (newest(recipe.name)?.version ?? 0) + 1;
      if (isNext) versions.push(recipe);
      return isNext;
    },
  };
}

const put = (shelf: ReturnType<typeof aShelf>, description: string) =>
  putRecipe('demo', { name: 'spring', draft: aRecipeDraft({ description }), now: aNow }, shelf);

describe('writing a recipe', () => {
  it('adds versions, which all can be read again', async () => {
    const shelf = aShelf();

    await put(shelf, 'one');
    await put(shelf, 'two');

    await expect(getRecipe('demo', { name: 'spring' }, shelf)).resolves.toMatchObject({
      version: 2,
      description: 'two',
    });
    await expect(getRecipe('demo', { name: 'spring', version: 1 }, shelf)).resolves.toMatchObject({
      description: 'one',
    });
    await expect(getRecipe('demo', { name: 'spring', version: 3 }, shelf)).rejects.toThrow('no recipe spring');
  });

  it('that was made from a version which is not the newest by now changes nothing, unless it says none', async () => {
    const shelf = aShelf();
    const putAfter = (version: number, description: string) => {
      const ifMatch = [entityTag(version)];
      return putRecipe('demo', { name: 'spring', draft: aRecipeDraft({ description }), ifMatch, now: aNow }, shelf);
    };
    await putAfter(0, 'one');
    await putAfter(1, 'two');

    await expect(putAfter(1, 'three')).rejects.toThrow('spring is at version 2 by now');
    await expect(putAfter(0, 'three')).rejects.toMatchObject({ statusCode: 412, code: 'overtaken' });
    await expect(putAfter(1, 'two')).resolves.toMatchObject({ version: 2 });
    await expect(putAfter(2, 'three')).resolves.toMatchObject({ version: 3 });
    await expect(put(shelf, 'four')).resolves.toMatchObject({ version: 4 });
  });

  it('replaces whatever can be read where it says *, be it what the platform brings along, and begins none', async () => {
    const putOver = (name: string) =>
      putRecipe('demo', { name, draft: aRecipeDraft({ base: 'popular' }), ifMatch: '*', now: aNow }, aShelf());

    await expect(putOver('popular')).resolves.toMatchObject({ version: 1 });
    await expect(putOver('spring')).rejects.toMatchObject({ statusCode: 412, message: 'There is no recipe spring' });
  });

  it('that nobody ever wrote has no versions, and where the platform brings none along it is not there', async () => {
    const listVersions = async () => ({ data: [], has_more: false, next_cursor: null });
    const listed = (name: string) => listRecipeVersions('demo', { name, limit: 10 }, { listVersions });

    await expect(listed('for-you')).resolves.toMatchObject({ data: [] });
    await expect(listed('sprnig')).rejects.toThrow('There is no recipe sprnig');
  });

  it('changes nothing when the same comes again', async () => {
    const shelf = aShelf();
    await put(shelf, 'one');

    await expect(put(shelf, 'one')).resolves.toMatchObject({ version: 1 });
    expect(await shelf.list()).toHaveLength(1);
  });

  it.each(['related', 'rerank', 'user-segment'] as const)(
    'of %s is refused where whoever names no recipe is served by it',
    async (base) => {
      const draft = RecipeDraft.parse({ base });
      const putAs = (name: string) => putRecipe('demo', { name, draft, now: aNow }, aShelf());

      await expect(putAs('for-you')).rejects.toMatchObject({
        errors: [{ pointer: '#/base', code: 'no-slate-for-unnamed', values: { name: 'for-you', base } }],
      });
      await expect(putAs('spring')).resolves.toMatchObject({ base, version: 1 });
    },
  );

  it.each(['for-you', 'rerank'] as const)(
    'of %s is refused where a batch of customers that names no recipe is made by it',
    async (base) => {
      const draft = RecipeDraft.parse({ base });
      const put = putRecipe('demo', { name: 'user-segment', draft, now: aNow }, aShelf());

      await expect(put).rejects.toMatchObject({
        errors: [{ pointer: '#/base', code: 'chooses-items', values: { base } }],
      });
    },
  );

  it('of customers is what a batch that names none is made by, as the shop writes it', async () => {
    const draft = RecipeDraft.parse({ base: 'user-segment', filter: 'price > 0' });

    const put = putRecipe('demo', { name: 'user-segment', draft, now: aNow }, aShelf());

    await expect(put).resolves.toMatchObject({ version: 1, filter: 'price > 0' });
  });

  it('is refused when somebody else was faster', async () => {
    const shelf = aShelf();
    await put(shelf, 'one');

    const beaten = { ...shelf, add: async () => false };
    const one = { name: 'spring', draft: aRecipeDraft({ description: 'two' }), now: aNow };

    await expect(putRecipe('demo', one, beaten)).rejects.toThrow(ConflictError);
    await expect(putRecipe('demo', { ...one, ifMatch: '*' }, beaten)).rejects.toThrow(ConflictError);
    await expect(putRecipe('demo', { ...one, ifMatch: ['"1"'] }, beaten)).rejects.toThrow(OvertakenError);
  });
});

describe('listing recipes', () => {
  it("shows what is there, the shop's own in place of one of ours", async () => {
    const shelf = aShelf();
    await putRecipe('demo', { name: 'popular', draft: aRecipeDraft({ base: 'popular' }), now: aNow }, shelf);

    const { data } = await listRecipes('demo', shelf);

    expect(data.find(({ name }) => name === 'popular')?.version).toBe(1);
    expect(data.find(({ name }) => name === 'for-you')?.version).toBe(0);
    expect(data.find(({ name }) => name === 'user-segment')).toMatchObject({ base: 'user-segment', version: 0 });
  });
});

describe('an experiment', () => {
  const putWith = (recipe: string, asked: object = {}) => {
    const experiment = SlateExperimentDraft.parse({
      ...{ name: 'x', kind: 'ab', arms: [{ recipe: 'for-you' }, { recipe }] },
      ...asked,
    });
    const { client } = aMemoryTable('recipes');
    return putExperiment(
      'demo',
      { surface: 'home', experiment },
      createRecipeRepository(client, 'recipes'),
      createOutcomeRepository(client, 'recipes'),
    );
  };

  it('names the arm whose recipe is not there', async () => {
    await expect(putWith('nowhere')).rejects.toMatchObject({ errors: [{ pointer: '#/arms/1/recipe' }] });
  });

  it.each(['ab', 'interleaving', 'bandit'])(
    'of kind %s has no arm that answers with customers, but can be stopped',
    async (kind) => {
      await expect(putWith('user-segment', { kind })).rejects.toMatchObject({
        errors: [{ pointer: '#/arms/1/recipe', code: 'chooses-customers', detail: expect.stringContaining('batch') }],
      });
      await expect(putWith('user-segment', { kind, isRunning: false })).resolves.toMatchObject({ surface: 'home' });
    },
  );
});

describe('a preview', () => {
  const rows = Array.from({ length: 30 }, (_, index) =>
    anItemRow(`i${index}`, { brand: index < 15 ? 'Norra' : 'Pogo', price: index }),
  );
  const champion = Object.fromEntries(rows.map(({ itemId }, index) => [itemId, 1 - index / 30]));
  const world = { rows, popular: rows.map(({ itemId }) => itemId), champion };

  async function preview(
    recipe: Partial<ReturnType<typeof aRecipeDraft>>,
    { score, ...others }: Partial<ShopWorld> & Partial<Pick<RecommendationSources, 'score'>> = {},
  ) {
    const { sources: all, decisions } = aShopWorld({ ...world, ...others });
    const sources = { ...all, ...(score ? { score } : {}) };
    const request = { ...PreviewRecipeRequest.parse({ recipe: { base: 'for-you' }, pseudonym: 'a'.repeat(22), k: 6 }) };
    const answer = await previewRecipe(
      {
        shop: aShopProfile,
        named: { customer: 'ann' },
        request: { ...request, recipe: aRecipeDraft(recipe) },
        now: aNow,
      },
      sources,
    );
    expect(decisions).toEqual([]);
    return answer;
  }

  it('of a recipe without rules is the ranking itself, at full quality', async () => {
    const { items, unruled, quality, rules } = await preview({});

    expect(items.map(({ itemId }) => itemId)).toEqual(unruled.map(({ itemId }) => itemId));
    expect(quality.ndcg).toBe(1);
    expect(rules).toEqual([]);
  });

  it('is at full quality whoever ranked, and by whatever ways', async () => {
    const of = (itemId: string, source: string, score: number) => ({ itemId, source, score, evidence: ['i29'] });
    const recommender = [
      ...[of('i20', 'seen-together', 4), of('i21', 'popular', 3), of('i22', 'similar-text', 3)],
      ...rows.slice(4, 20).map(({ itemId }, index) => of(itemId, 'related', 2 - index / 10)),
    ];
    const events = { ann: [did('Order Completed', 'i1', 1), did('Product Added', 'i2', 2), viewed('i3', 3)] };
    const byAttribute = [{ attribute: 'country', value: 'SE', customers: 99, lifts: [{ itemId: 'i9', lift: 3 }] }];
    const attributes = { ann: { country: 'SE' } };
    const withoutChampion = { champion: 'late' } as const;

    for (const [draft, others] of [
      [{ isReranked: false }, { recommender, events }],
      [{ base: 'next-best-action' }, { ...withoutChampion, events, boughtWith: { i2: ['i7'] } }],
      [{}, { ...withoutChampion, byAttribute, attributes }],
      [{}, { ...withoutChampion, events, neighbours: { i3: ['i20', 'i4'] } }],
    ] as const) {
      expect((await preview(draft, others)).quality.ndcg).toBeCloseTo(1, 10);
    }
  });

  it('compares what one hand has ranked, where the champion answers once and is late once', async () => {
    const { sources } = aShopWorld(world);
    let asked = 0;
    const score: typeof sources.score = (variant, request) =>
      asked++ ? Promise.resolve(undefined) : sources.score(variant, request);

    const { items, unruled, policy, rules } = await preview({ filter: 'price != 0' }, { score });

    expect([...items, ...unruled].map(({ source }) => source)).not.toContain('champion');
    expect(policy).toBe('popular');
    // Popularity falls from 100 by one a place: without the first, each of the six stands one lower.
    expect(rules[0]?.cost.meanScore).toBeCloseTo(1, 10);
  });

  it('is refused items to put in order by a recipe that would pass over them', () => {
    const named = { customerId: 'ann', itemIds: ['lamp'] };

    expect(PreviewRecipeRequest.safeParse({ ...named, recipe: { base: 'rerank' } }).success).toBe(true);
    expect(PreviewRecipeRequest.safeParse({ ...named, recipe: { base: 'for-you' } }).error?.issues).toMatchObject([
      { path: ['itemIds'], params: { code: 'orders-no-items' } },
    ]);
  });

  it.each([
    ['related', '#/itemId', 'needs-item'],
    ['rerank', '#/itemIds', 'needs-items'],
    ['user-segment', '#/recipe/base', 'chooses-customers'],
  ])('of %s that names no item is refused at %s, a field of its body', (base, pointer, code) => {
    const request = { recipe: { base }, pseudonym: 'a'.repeat(22) };

    const { error } = PreviewRecipeRequest.safeParse(request);

    expect(error && fieldErrorsOf(error)).toEqual([{ pointer, code, detail: expect.any(String) }]);
    const named = { ...request, ...(base === 'rerank' ? { itemIds: ['lamp'] } : { itemId: 'lamp' }) };
    expect(PreviewRecipeRequest.safeParse(named).success).toBe(base !== 'user-segment');
  });

  it('tells what each rule brought, removed and cost, and no decision is written', async () => {
    const { rules, quality } = await preview({
      filter: 'price != 0',
      promotions: [{ name: 'Pogo', filter: 'brand = "Pogo"', percent: 50, minSlots: 0 }],
      boosts: [{ name: 'nothing', filter: 'price > 1000', strength: 1 }],
    });

    expect(rules.map(({ pointer }) => pointer)).toEqual(['#/filter', '#/promotions/0', '#/boosts/0']);
    expect(rules[0]).toMatchObject({ removed: ['i0'], brought: [expect.any(String)] });
    expect(rules[1]).toMatchObject({ brought: ['i15', 'i16', 'i17'], removed: ['i4', 'i5', 'i6'] });
    expect(rules[1]?.cost.ndcg).toBeGreaterThan(0);
    expect(rules[1]?.cost.meanScore).toBeCloseTo((3 * 11) / 30 / 6, 10);
    expect(rules[2]).toMatchObject({ brought: [], removed: [], moved: 0, cost: { ndcg: 0, meanScore: 0 } });
    expect(quality.ndcg).toBeLessThan(1);
  });

  it('is what is then served', async () => {
    const draft = { filter: 'price > 3', diversity: [{ by: 'brand' as const, most: 2, window: 3 }] };
    const { sources } = aShopWorld({ ...world, recipes: [aRecipe('for-you', draft)] });

    const slate = await getRecommendations(
      {
        shop: { ...aShopProfile, holdoutShare: 0 },
        named: { customer: 'ann' },
        query: { surface: 'home', k: 6 },
        requestId: 'r',
        now: aNow,
      },
      sources,
    );

    expect((await preview(draft)).items.map(({ itemId }) => itemId)).toEqual(slate.items.map(({ itemId }) => itemId));
  });
});
