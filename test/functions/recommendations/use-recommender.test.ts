import type { Recommendations } from '../../../core/recommendations/contract.ts';
import { RecommenderRequest } from '../../../core/recommendations/recommender-contract.ts';
import { getRecommendations } from '../../../functions/recommendations/get-recommendations.ts';
import { aNow, anItemRow, aRecipe, aShopProfile, aShopWorld, type ShopWorld } from '../../support/recommendations.ts';
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

  it('says of an item that nobody had met in what it is like another', async () => {
    const { slate } = await slateFor({ ...world, recommender: [found('new', 'similar-picture', ['lamp'])] });

    expect(slate.items[0]).toMatchObject({
      itemId: 'new',
      source: 'similar-picture',
      reasons: [{ code: 'looks-like', text: { en: 'New: its picture is like that of “The lamp”, which you viewed.' } }],
    });
  });

  it.each([
    ['Product Viewed', 'viewed-before', 'You viewed this on 2026-11-01.'],
    ['Product Added to Wishlist', 'saved-before', 'You saved this on 2026-11-01.'],
    ['Product Reviewed', 'reviewed-before', 'You reviewed this on 2026-11-01.'],
    ['Order Completed', 'bought-before', 'You bought this on 2026-11-01.'],
  ])('says of an item that the customer met by %s what they did', async (event, code, text) => {
    const recipes = [aRecipe('for-you', { exclude: { purchased: false, inBasket: true, outOfStock: true } })];
    const own = { ...world, recipes, recommender: [found('sofa', 'seen-together', ['sofa'])] };

    const { slate } = await slateFor({ ...own, events: { [ann]: [did(event, 'sofa', 1), viewed('lamp', 2)] } });

    expect(slate.items[0]?.itemId).toBe('sofa');
    expect(slate.items[0]?.reasons[0]).toMatchObject({ code, text: { en: text } });
  });

  it('says of what was taken out of the basket again only what was done before', async () => {
    const own = { ...world, recommender: [found('sofa', 'seen-together', ['sofa'])] };
    const out = [did('Product Added', 'sofa', 1), did('Product Removed', 'sofa', 2), viewed('lamp', 3)];

    const { slate } = await slateFor({ ...own, events: { [ann]: out } });
    const { slate: removed } = await slateFor({ ...own, events: { [ann]: out.slice(1) } });

    expect(slate.items[0]?.reasons[0]?.text.en).toBe('You put this into your basket on 2026-11-01.');
    expect(removed.items[0]?.reasons[0]?.code).toBe('popular');
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

  it('is told of events that name no price whatever the value threshold is, and of no cheap one', async () => {
    const priced = (itemId: string, price: number) => ({ items: [{ itemId, quantity: 1, price }] });
    const { sources, questions } = aShopWorld({
      ...{ rows: world.rows, popular, recommender: answer, recipes: [aRecipe('for-you', { minEventPrice: 100 })] },
      events: { [ann]: [priced('lamp', 0), priced('sofa', 99), priced('rug', 100)] },
    });
    const query = { surface: 'home' as const, k: 2 };

    await getRecommendations(
      { shop: aShopProfile, named: { customer: ann }, query, requestId: 'r', now: aNow },
      sources,
    );

    expect(questions[0]?.events.map(({ itemId }) => itemId).toSorted()).toEqual(['lamp', 'rug']);
  });

  it('is told what an event weighs beside what it learned with, and what speaks against an item', async () => {
    const eventWeights = { purchase: 4.5, view: 0.25, add: 2, wish: 0, review: -1 };
    const { sources, questions } = aShopWorld({
      ...{ rows: world.rows, popular, recommender: answer, recipes: [aRecipe('for-you', { eventWeights })] },
      events: {
        [ann]: [
          viewed('lamp', 1),
          did('Product Added', 'rug', 2),
          did('Order Completed', 'sofa', 3),
          did('Product Added to Wishlist', 'bowl', 4),
          did('Product Reviewed', 'shelf', 5),
        ],
      },
    });
    const query = { surface: 'home' as const, k: 2, itemId: 'chair' };

    await getRecommendations(
      { shop: aShopProfile, named: { customer: ann }, query, requestId: 'r', now: aNow },
      sources,
    );

    expect(questions[0]?.events.map(({ itemId, kind, weight }) => [itemId, kind, weight])).toEqual([
      ['lamp', 'view', 0.25],
      ['rug', 'add', undefined],
      ['sofa', 'purchase', 3],
      ['shelf', 'dismiss', 2],
      ['chair', 'view', undefined],
    ]);
    expect(RecommenderRequest.parse(questions[0])).toEqual(questions[0]);
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

  it('hears of a removal that left some in the basket as of the addition before it', async () => {
    const { sources, questions } = aShopWorld({
      ...{ rows: world.rows, popular, recommender: answer },
      events: {
        [ann]: [1, 2].map((at) => did('Product Added', 'desk', at)).concat(did('Product Removed', 'desk', 3)),
      },
    });

    await getRecommendations(
      { shop: aShopProfile, named: { customer: ann }, query: { surface: 'home', k: 4 }, requestId: 'r', now: aNow },
      sources,
    );

    expect(questions[0]?.events.map(({ itemId, kind }) => [itemId, kind])).toEqual([
      ['desk', 'add'],
      ['desk', 'add'],
    ]);
    expect(questions[0]?.exclude).toContain('desk');
  });

  describe('asked what one of the customer’s items changed', () => {
    /** Behind each view come two items of its own, behind the newest first, and then what is popular. */
    const led = { lamp: ['desk', 'vase'], sofa: ['rug', 'desk'] };
    const recommender: ShopWorld['recommender'] = ({ events: known }) => {
      const chains = known
        .toReversed()
        .flatMap(({ itemId }) =>
          Object.entries(led).flatMap(([from, to]) =>
            from === itemId ? to.map((one) => found(one, 'seen-together', [from])) : [],
          ),
        );
      const all = [...chains, found('shelf', 'popular'), found('chair', 'popular'), found('bowl', 'popular')];
      return all.filter((one, index) => all.findIndex(({ itemId }) => itemId === one.itemId) === index);
    };
    const both = { rows: world.rows, events: { [ann]: [viewed('sofa', 1), viewed('lamp', 2)] }, recommender };
    const thoughtAway = (slate: Recommendations) =>
      slate.items.flatMap(({ itemId, reasons }) =>
        reasons.flatMap(({ code, text, evidence }) =>
          code === 'counterfactual' ? [{ itemId, text: text.en, without: evidence[0]?.itemId }] : [],
        ),
      );

    it('says where each would stand without it, as the model’s own answer without it does', async () => {
      const { slate, ids } = await slateFor(both, { k: 6, counterfactuals: true });
      const without = await slateFor({ ...both, events: { [ann]: [viewed('lamp', 2)] } }, { k: 6 });

      expect(ids).toEqual(['desk', 'vase', 'rug', 'shelf', 'chair', 'bowl']);
      expect(without.ids).toEqual(['desk', 'vase', 'shelf', 'chair', 'bowl']);
      const said = thoughtAway(slate);
      // Without the lamp it is rug, desk, shelf, chair, bowl.
      expect(said.map(({ itemId, without: less }) => [itemId, less])).toEqual([
        ['desk', 'lamp'],
        ['vase', 'lamp'],
        ['rug', 'sofa'],
      ]);
      expect(said.map(({ text }) => text.match(/number \d+/g)?.join(' for '))).toEqual([
        'number 2 for number 1',
        'number 6 for number 2',
        'number 6 for number 3',
      ]);
    });

    it('is asked once for each of them, and not at all where nobody wants to know', async () => {
      const questionsOf = async (query: object) => {
        const { sources, questions } = aShopWorld({ popular, ...both });
        const request = { shop: aShopProfile, named: { customer: ann }, requestId: 'r', now: aNow };
        await getRecommendations({ ...request, query: { surface: 'home', k: 6, ...query } }, sources);
        return questions.length;
      };

      expect(await questionsOf({ counterfactuals: true })).toBe(3);
      expect(await questionsOf({})).toBe(1);
      expect(thoughtAway((await slateFor(both, { k: 6 })).slate)).toEqual([]);
    });
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

  describe('what is newer than it', () => {
    const tables = ['new-table', 'second-table'].map((itemId) =>
      anItemRow(itemId, { category: ['Home', 'Tables'], firstSeenAt: '2026-11-01T20:00:00.000Z' }),
    );
    const sock = anItemRow('new-sock', { category: ['Socks'], firstSeenAt: '2026-11-01T20:00:00.000Z' });
    const all = rows.map((row) => (row.itemId === 'lamp' ? { ...row, category: ['Light', 'Tables'] } : row));
    const newer = { rows: [...all, ...tables, sock], newItems: ['new-table', 'second-table', 'new-sock'], events };
    const late = { ...newer, recommender: 'late' as const };
    const newOf = ({ items }: Recommendations) => items.filter(({ source }) => source === 'new');

    it('has a fifth of the places where the lists serve, of a kind that the customer met, and says why', async () => {
      const { slate, ids } = await slateFor(late, { k: 6 });

      expect(newOf(slate)).toMatchObject([
        { position: 4, reasons: [{ code: 'new', text: { en: 'New in this shop since 2026-11-01.' } }] },
      ]);
      expect(ids).not.toContain('new-sock');
      expect(slate).toMatchObject({ policy: 'co-visitation', candidatesFrom: 'lists@v1' });
    });

    it('has the places that others leave empty, of a kind that she met first, as where a filter asks for what is new', async () => {
      const { slate } = await slateFor(late, { filter: 'days_since(firstSeenAt) < 7' });

      const shown = slate.items.map(({ itemId, source }) => [itemId, source]);
      expect(shown.slice(0, 2).sort()).toEqual([
        ['new-table', 'new'],
        ['second-table', 'new'],
      ]);
      expect(shown.slice(2)).toEqual([['new-sock', 'catalogue']]);
    });

    it('may be anything for somebody who did nothing yet, and is not what was waved away', async () => {
      const away = tables.map(({ itemId }) => did('Recommendation Dismissed', itemId, 2));

      const { slate } = await slateFor({ ...late, events: {} }, { k: 6 });
      const rest = await slateFor({ ...late, events: { [ann]: [...away, viewed('lamp', 1)] } }, { k: 6 });

      expect(newOf(slate)).toHaveLength(1);
      expect(slate.policy).toBe('popular');
      expect(newOf(rest.slate)).toEqual([]);
    });

    it('is among lists that never had a recommender too, and not where nobody knows when they were made', async () => {
      const known = await slateFor({ ...newer, listsVersion: '20261101000000-abcdef' }, { k: 6 });
      const unknown = await slateFor(newer, { k: 6 });

      expect(newOf(known.slate)).toHaveLength(1);
      expect(newOf(unknown.slate)).toEqual([]);
    });

    it('is an action to discover, and is nowhere for the holdout or in a list of another kind', async () => {
      const action = await slateFor(late, { k: 6, recipe: 'next-best-action' });

      expect(newOf(action.slate).map(({ action: one }) => one)).toEqual(['discover']);
      expect(newOf((await slateFor(late, { k: 6 }, heldOut)).slate)).toEqual([]);
      expect(newOf((await slateFor(late, { k: 6, recipe: 'popular' })).slate)).toEqual([]);
    });
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
