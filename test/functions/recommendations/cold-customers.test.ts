import { aRecipe } from '../../support/recommendations.ts';
import { ann, did, heldOut, popular, slateFor, viewed } from '../../support/small-slates.ts';

const GERMAN = { attribute: 'country', value: 'DE', customers: 40, lifts: [{ itemId: 'shelf', lift: 3 }] };
const attributes = { [ann]: { country: 'DE', tier: 'gold' }, [heldOut]: { country: 'DE', tier: 'gold' } };
const world = { attributes, byAttribute: [GERMAN] };
/** Both models would have something else first. */
const models = {
  recommender: [{ itemId: 'chair', score: 1, source: 'popular', evidence: [] }],
  champion: { chair: 0.9 },
};

describe('a customer of whom attributes are known and nothing else', () => {
  it('is shown what is popular with customers alike, with a reason and without asking a model', async () => {
    const { slate, ids, decisions } = await slateFor({ ...world, ...models });

    expect(ids[0]).toBe('shelf');
    expect(ids.slice(1)).toEqual(popular.slice(0, 3));
    expect(slate).toMatchObject({ policy: 'popular-alike', candidatesFrom: 'lists@v1' });
    expect(slate.items.map(({ source }) => source)).toEqual(['popular-alike', 'popular', 'popular', 'popular']);
    expect(slate.items[0]?.reasons[0]).toMatchObject({
      code: 'popular-alike',
      text: { en: 'Popular with customers who share your country.' },
    });
    expect(decisions[0]?.chosen[0]?.reasons[0]?.group).toEqual({ attribute: 'country', customers: 40 });
    expect(JSON.stringify(decisions)).not.toMatch(/"DE"|gold/);
  });

  it('is shown the same whether models answer, are late, or are not there', async () => {
    const slates = [
      await slateFor({ ...world, ...models }),
      await slateFor({ ...world, recommender: 'late', champion: 'late' }),
      await slateFor(world),
    ];

    expect(new Set(slates.map(({ ids }) => ids.join())).size).toBe(1);
  });

  it('is a stranger no longer after the first look, on whatever device, or while looking at something', async () => {
    const seen = await slateFor({ ...world, events: { [ann]: [viewed('lamp')] } });
    const looking = await slateFor(world, { itemId: 'lamp' });

    for (const { slate, ids } of [seen, looking]) {
      expect(slate.policy).toBe('co-visitation');
      expect(ids[0]).toBe('sofa');
    }
  });

  it('is shown what is popular where nothing published speaks of them, and models are asked as before', async () => {
    const chinese = { ...world, attributes: { [ann]: { country: 'CN' } } };

    expect((await slateFor(chinese)).ids).toEqual(popular.slice(0, 4));
    expect((await slateFor({ ...chinese, ...models })).slate.policy).toBe('champion/bert');
    expect((await slateFor({ byAttribute: [GERMAN] })).ids).toEqual(popular.slice(0, 4));
  });

  it('is shown what is popular when held out, and by the recipe of that name', async () => {
    const holdout = await slateFor(world, {}, heldOut);
    const plain = await slateFor(world, { recipe: 'popular' });

    expect(holdout.slate.policy).toBe('holdout-popular');
    for (const { ids } of [holdout, plain]) expect(ids).toEqual(popular.slice(0, 4));
  });

  it('keeps a reason that is true under the rules of a recipe, and none for what a rule brought', async () => {
    const recipes = [
      aRecipe('for-you', {
        filter: 'itemId != "bowl"',
        boosts: [{ name: 'up', filter: 'itemId = "chair"', strength: 1 }],
      }),
    ];

    const { slate, ids } = await slateFor({ ...world, recipes, events: { [ann]: [did('Products Searched', 'x', 1)] } });

    expect(ids).not.toContain('bowl');
    expect(ids[0]).toBe('chair');
    const alike = slate.items.filter(({ reasons }) => reasons.some(({ code }) => code === 'popular-alike'));
    expect(alike.map(({ itemId }) => itemId)).toEqual(['shelf']);
  });
});
