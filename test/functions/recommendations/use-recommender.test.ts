import { getRecommendations } from '../../../functions/recommendations/get-recommendations.ts';
import { aNow, anItemRow, aRecipe, aShopProfile, aShopWorld } from '../../support/recommendations.ts';
import { ann, did, heldOut, popular, rows, slateFor, viewed } from '../../support/small-slates.ts';

describe('the recommender', () => {
  const found = (itemId: string, source: string, evidence: string[] = []) => ({ itemId, score: 1, source, evidence });
  const answer = [
    found('desk', 'similar-sessions', ['lamp']),
    found('vase', 'seen-together', ['lamp']),
    found('new', 'similar-text', ['lamp']),
    found('shelf', 'popular'),
  ];
  const events = { [ann]: [viewed('lamp')] };
  const world = { rows: [...rows, anItemRow('new', { title: 'New lamp' })], events, recommender: answer };

  it('finds the items, in its order, and each says where it came from and why', async () => {
    const { slate, ids, decisions } = await slateFor(world);

    expect(ids).toEqual(['desk', 'vase', 'new', 'shelf']);
    expect(slate).toMatchObject({
      policy: 'recommender/blend',
      modelVersion: 'r1',
      candidatesFrom: 'recommender/blend@r1',
    });
    expect(slate.items.map(({ source }) => source)).toEqual(['recommender', 'recommender', 'similar-text', 'popular']);
    // The lists know of the vase's link to the lamp, and nobody but the model of the desk's.
    expect(slate.items.map(({ reasons }) => reasons[0]?.code)).toEqual([
      'suggested',
      'viewed-together',
      'reads-like',
      'popular',
    ]);
    expect(decisions[0]).toMatchObject({ candidatesFrom: 'recommender/blend@r1' });
  });

  it('is told what happened, what may not come back and which items are newer than it', async () => {
    const { sources, questions } = aShopWorld({
      ...{ rows: world.rows, popular, newItems: ['new'], recommender: answer },
      events: { [ann]: [viewed('lamp', 1), did('Product Added', 'rug', 2), did('Order Completed', 'sofa', 3)] },
    });
    const query = { surface: 'home' as const, k: 2, itemId: 'bowl' };

    await getRecommendations(
      { shop: aShopProfile, named: { customer: ann }, query, requestId: 'r', now: aNow },
      sources,
    );

    expect(questions).toHaveLength(1);
    expect(questions[0]?.events.map(({ itemId, kind }) => [itemId, kind])).toEqual([
      ['lamp', 'view'],
      ['rug', 'add'],
      ['sofa', 'purchase'],
      ['bowl', 'view'],
    ]);
    expect(questions[0]?.exclude?.toSorted()).toEqual(['bowl', 'rug', 'sofa']);
    expect(questions[0]?.items).toMatchObject({ new: { title: 'New lamp' } });
  });

  it('may bring back what was taken out of the basket, which speaks for nothing else', async () => {
    const { sources, questions } = aShopWorld({
      ...{ rows: world.rows, popular, recommender: answer },
      events: { [ann]: [viewed('lamp', 1), did('Product Added', 'desk', 2), did('Product Removed', 'desk', 3)] },
    });

    const { items } = await getRecommendations(
      { shop: aShopProfile, named: { customer: ann }, query: { surface: 'home', k: 4 }, requestId: 'r', now: aNow },
      sources,
    );

    expect(questions[0]?.events.map(({ itemId }) => itemId)).toEqual(['lamp']);
    expect(questions[0]?.exclude).toEqual(['lamp']);
    expect(items.map(({ itemId }) => itemId)).toContain('desk');
  });

  it('is re-ranked by the champion, unless its recipe does without', async () => {
    const champion = { shelf: 0.9 };
    const recipes = [aRecipe('for-you', { isReranked: false })];

    const reranked = await slateFor({ ...world, champion });
    const plain = await slateFor({ ...world, champion, recipes });

    expect(reranked.ids[0]).toBe('shelf');
    expect(reranked.slate).toMatchObject({ policy: 'champion/bert', candidatesFrom: 'recommender/blend@r1' });
    expect(plain.ids[0]).toBe('desk');
    expect(plain.slate.policy).toBe('recommender/blend');
  });

  it('is replaced by the lists when it is late, and the champion then orders those', async () => {
    const late = await slateFor({ ...world, recommender: 'late' });
    const both = await slateFor({ ...world, recommender: 'late', champion: { rug: 1 } });

    expect(late.slate).toMatchObject({ policy: 'co-visitation', candidatesFrom: 'lists@v1' });
    expect(late.ids[0]).toBe('sofa');
    expect(both.slate).toMatchObject({ policy: 'champion/bert', candidatesFrom: 'lists@v1' });
  });

  it('is not asked for the holdout, nor by a recipe with a list of its own', async () => {
    const worlds = aShopWorld({ rows, popular, recommender: answer, events: { [heldOut]: [viewed('lamp')] } });
    const ask = (customer: string, recipe?: string) =>
      getRecommendations(
        {
          shop: aShopProfile,
          named: { customer },
          query: { surface: 'home', k: 2, ...(recipe ? { recipe } : {}) },
          requestId: 'r',
          now: aNow,
        },
        worlds.sources,
      );

    await ask(heldOut);
    await ask(ann, 'popular');

    expect(worlds.questions).toEqual([]);
  });

  it('keeps to the same exclusions and filters as the lists', async () => {
    const recipes = [aRecipe('for-you', { filter: 'itemId != "vase"' })];

    const { ids } = await slateFor({ ...world, recipes, events: { [ann]: [did('Order Completed', 'desk', 1)] } });

    expect(ids).not.toEqual(expect.arrayContaining(['desk']));
    expect(ids).not.toEqual(expect.arrayContaining(['vase']));
  });
});
