import { recentItemsOf } from '../../../core/recommendations/gather-candidates.ts';
import { noRecipe, RecipeBase, RecipeDraft } from '../../../core/recommendations/recipe.ts';
import { aLakeEvent } from '../../support/events.ts';
import { anItemRow, aRecipe } from '../../support/recommendations.ts';
import { ann, codesOf, did, heldOut, rows, slateFor, viewed } from '../../support/small-slates.ts';

describe('recipes', () => {
  const bought = [did('Order Completed', 'vase', 1), did('Order Completed', 'desk', 5)];

  it.each([
    ['related', { itemId: 'sofa' }, ['desk', 'vase']],
    ['popular', {}, ['bowl', 'lamp']],
    ['buy-again', {}, ['desk', 'vase']],
    ['recently-viewed', {}, ['rug', 'lamp']],
    ['rerank', { itemIds: ['chair', 'sofa'] }, ['chair', 'sofa']],
  ])('%s answers from its own data', async (recipe, query, expected) => {
    const events = recipe === 'buy-again' ? bought : [viewed('lamp', 1), viewed('rug', 2), viewed('lamp', 0)];

    const { ids, slate } = await slateFor({ events: { [ann]: events } }, { recipe, k: 2, ...query });

    expect(slate.recipe).toBe(`${recipe}@0`);
    expect(new Set(ids)).toEqual(new Set(expected));
    expect(codesOf(slate)).not.toContain('explored');
  });

  it('of a shop’s own name answers as its base does', async () => {
    const refill = { ...RecipeDraft.parse({ base: 'buy-again', epsilon: 0 }), name: 'refill', version: 1 };

    const { ids } = await slateFor({ events: { [ann]: bought }, recipes: [refill] }, { recipe: 'refill' });

    expect(ids).toEqual(['desk', 'vase']);
  });

  it('bought-together starts from the product, else from the basket, and is filled with nothing else', async () => {
    const boughtWith = { lamp: ['vase'], rug: ['desk', 'lamp'] };
    const recipe = 'bought-together';

    const product = await slateFor({ boughtWith }, { recipe, itemId: 'lamp' });
    const basket = await slateFor(
      { boughtWith, events: { [ann]: [viewed('lamp', 1), did('Product Added', 'rug', 2)] } },
      { recipe },
    );
    const nothing = await slateFor({ boughtWith }, { recipe });

    expect(product.ids).toEqual(['vase']);
    expect(product.slate.items[0]).toMatchObject({ source: 'bought-together', reasons: [{ code: 'bought-together' }] });
    expect(product.slate.items[0]?.reasons[0]?.text.en).toContain('10 orders');
    expect(basket.ids).toEqual(['desk', 'lamp']);
    expect(nothing.ids).toEqual([]);
    expect(nothing.slate.policy).toBe('none');
  });

  it('next-best-action names what is to be done, each true of the customer, nearest to an order first', async () => {
    const events = [
      did('Order Completed', 'bowl', 1),
      viewed('desk', 2),
      viewed('rug', 3),
      did('Product Added', 'lamp', 4),
    ];
    const world = { events: { [ann]: events }, boughtWith: { lamp: ['vase'] } };
    const recipe = 'next-best-action';

    const { slate } = await slateFor(world, { recipe, k: 5 });
    const done = slate.items.map(({ itemId, action, reasons }) => [itemId, action, reasons[0]?.code]);

    expect(done).toEqual([
      ['lamp', 'finish-basket', 'in-basket'],
      ['vase', 'extend-basket', 'bought-together'],
      ['rug', 'look-again', 'viewed-before'],
      ['sofa', 'discover', 'viewed-together'],
      ['bowl', 'buy-again', 'bought-before'],
    ]);
    expect(slate.policy).toBe('history');
  });

  it('next-best-action is put in order by the chance of a purchase where the champion answers', async () => {
    const world = {
      events: { [ann]: [viewed('desk', 2), did('Product Added', 'lamp', 4)] },
      boughtWith: { lamp: ['vase'] },
      champion: { desk: 0.9, vase: 0.8 },
    };

    const { slate } = await slateFor(world, { recipe: 'next-best-action' });

    expect(slate.items[0]).toMatchObject({ itemId: 'desk', action: 'look-again', source: 'champion', score: 0.9 });
    const withBasket = slate.items.find(({ action }) => action === 'extend-basket');
    expect(withBasket?.reasons[0]).toMatchObject({
      code: 'bought-together',
      text: { en: expect.stringContaining('orders') },
    });
    expect(slate.policy).toMatch(/^champion/);
  });

  it('next-best-action shows the holdout what is popular, as nothing to be done', async () => {
    const { slate } = await slateFor(
      { events: { [heldOut]: [did('Product Added', 'lamp', 4)] } },
      { recipe: 'next-best-action' },
      heldOut,
    );

    expect(slate.policy).toBe('holdout-popular');
    expect(slate.items.map(({ action }) => action)).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('trending shows what rises, in that order, and says its rank', async () => {
    const { slate, ids } = await slateFor({ trending: ['desk', 'rug'] }, { recipe: 'trending' });

    expect(ids).toEqual(['desk', 'rug']);
    expect(slate.items[0]?.reasons).toMatchObject([
      { code: 'trending', text: { en: expect.stringMatching(/^Number 1/) } },
    ]);
  });

  const prices = (first: number, then: number) => [
    { price: first, since: '2026-09-01T00:00:00.000Z' },
    { price: then, since: '2026-10-30T00:00:00.000Z' },
  ];

  it('on-sale shows first what suits the customer, also where more is reduced than the shop lists', async () => {
    const cheap = Array.from({ length: 500 }, (_, index) => anItemRow(`cheap${index}`, { prices: prices(20, 10) }));
    const sofa = anItemRow('sofa', { prices: prices(4_000, 3_000) });
    const world = {
      rows: [...rows.filter(({ itemId }) => itemId !== 'sofa'), sofa, ...cheap],
      onSale: cheap.map(({ itemId }) => itemId),
      events: { [ann]: [viewed('lamp')] },
    };

    const { slate, ids } = await slateFor(world, { recipe: 'on-sale' });

    expect(ids).toEqual(['sofa', 'cheap0', 'cheap1', 'cheap2']);
    expect(slate.items[0]?.reasons.map(({ code }) => code)).toContain('reduced');

    const socks = ['plain', 'reduced'].map((itemId) =>
      anItemRow(itemId, { category: ['Socks'], prices: itemId === 'plain' ? [] : prices(20, 10) }),
    );
    const filtered = await slateFor(
      { ...world, rows: [...world.rows, ...socks] },
      { recipe: 'on-sale', filter: 'category contains "Socks"' },
    );
    expect(filtered.slate.items).toMatchObject([{ itemId: 'reduced', source: 'on-sale' }]);
  });

  it('on-sale shows what is reduced now, what suits the customer first, and by how much', async () => {
    const reduced = rows.map((row) =>
      row.itemId === 'sofa' || row.itemId === 'chair'
        ? { ...row, prices: prices(4_000, 3_000) }
        : { ...row, prices: prices(1_000, 1_200) },
    );

    const { slate, ids } = await slateFor(
      { rows: reduced, onSale: ['chair', 'rug', 'sofa'], events: { [ann]: [viewed('lamp')] } },
      { recipe: 'on-sale' },
    );

    expect(ids).toEqual(['sofa', 'chair']);
    expect(slate.items[0]?.reasons.map(({ code }) => code)).toContain('reduced');
    expect(slate.items[1]?.reasons[0]?.text.en).toContain('25 % less');
  });

  it('rerank claims no place that a given item would have had: it stands where it was given', async () => {
    const events = { [ann]: [viewed('lamp', 1)] };

    const { slate } = await slateFor({ events }, { recipe: 'rerank', itemIds: ['chair', 'sofa', 'vase'] });

    expect(slate.items.flatMap(({ reasons }) => reasons.map(({ code }) => code))).not.toContain('counterfactual');
  });

  it.each([ann, heldOut])(
    'are of the items that a request names to be put in order, whoever asks: %s',
    async (customer) => {
      const itemIds = ['chair', 'sofa', 'vase'];
      const unnamed = await slateFor({}, { surface: 'search', itemIds }, customer);

      expect(unnamed.ids.toSorted()).toEqual(itemIds);
      expect(unnamed.slate.recipe).toBe('rerank@0');
      await expect(slateFor({}, { recipe: 'popular', itemIds }, customer)).rejects.toMatchObject({
        errors: [{ pointer: 'query/itemIds', code: 'orders-no-items' }],
      });
    },
  );

  it('say what they need, and that one is not there', async () => {
    const told = (pointer: string, words: string, code: string) =>
      expect.objectContaining({
        errors: [{ pointer, detail: expect.stringContaining(words), code }],
      });
    const own = { recipes: [aRecipe('lapsed', RecipeDraft.parse({ base: 'user-segment' }))] };

    await expect(slateFor({}, { recipe: 'related' })).rejects.toEqual(told('query/itemId', 'product', 'needs-item'));
    await expect(slateFor({}, { recipe: 'rerank' })).rejects.toEqual(told('query/itemIds', 'items', 'needs-items'));
    await expect(slateFor({}, { recipe: 'nowhere' })).rejects.toMatchObject({
      message: expect.stringContaining('GET /v1/recipes'),
      errors: [{ pointer: 'query/recipe', ...noRecipe('nowhere') }],
    });
    for (const [world, recipe] of [
      [{}, 'user-segment'],
      [own, 'lapsed'],
    ] as const)
      await expect(slateFor(world, { recipe })).rejects.toEqual(
        told('query/recipe', 'start a batch, POST /v1/recommendations/batches', 'chooses-customers'),
      );
  });

  it('bring an item that no list knows by name of a promotion, and say so', async () => {
    const promotions = [{ name: 'new', itemIds: ['brand-new'], percent: 0, minSlots: 1 }];
    const fresh = anItemRow('brand-new');

    const { slate } = await slateFor({ rows: [...rows, fresh], recipes: [aRecipe('for-you', { promotions })] });

    expect(slate.items.find(({ itemId }) => itemId === 'brand-new')).toMatchObject({
      source: 'promotion',
      reasons: [{ code: 'promoted' }],
    });
  });

  it('show what a promotion names from its start to its end, and nowhere before or after, however short the slate', async () => {
    const isShown = async (recipe: string, startsAt: string, endsAt: string) => {
      const promotions = [{ name: 'launch', itemIds: ['brand-new'], percent: 0, minSlots: 0, startsAt, endsAt }];
      const recipes = [aRecipe(recipe, { base: RecipeBase.parse(recipe), promotions })];
      const world = { rows: [...rows, anItemRow('brand-new')], recipes };
      const { ids, decisions } = await slateFor(world, { recipe, k: 50 });
      const could = decisions[0]?.candidates.some(({ itemId }) => itemId === 'brand-new');
      return [ids.includes('brand-new'), could];
    };

    for (const recipe of ['for-you', 'recently-viewed']) {
      expect(await isShown(recipe, '2026-11-02T00:00:00.000Z', '2026-11-03T00:00:00.000Z')).toEqual([true, true]);
      expect(await isShown(recipe, '2026-11-02T00:00:00.001Z', '2026-11-03T00:00:00.000Z')).toEqual([false, false]);
      expect(await isShown(recipe, '2026-11-01T00:00:00.000Z', '2026-11-02T00:00:00.000Z')).toEqual([false, false]);
    }
  });

  it('weigh events as they are told: an add of 0 says nothing, and cheap ones neither', () => {
    const history = [
      { stamp: [1, 'a'] satisfies [number, string], kind: 'view' as const, itemId: 'lamp', price: 100 },
      { stamp: [2, 'b'] satisfies [number, string], kind: 'add' as const, itemId: 'sofa', price: 900 },
    ];

    expect(recentItemsOf(history, undefined, { weights: { view: 1, add: 0 } }).map(({ itemId }) => itemId)).toEqual([
      'lamp',
    ]);
    expect(recentItemsOf(history, undefined, { minPrice: 500 }).map(({ itemId }) => itemId)).toEqual(['sofa']);
  });

  it('let what is looked at speak, whatever views weigh', () => {
    const current = { itemId: 'lamp', at: '2026-11-01T10:00:00.000Z' };

    expect(recentItemsOf([], current, { weights: { view: 0 } })).toMatchObject([{ itemId: 'lamp', weight: 1 }]);
  });

  it('hear an event that names no price whatever the value threshold is, and no cheap one', async () => {
    const recipes = [aRecipe('for-you', { minEventPrice: 100 })];
    const priced = (price: number) => ({ [ann]: [aLakeEvent({ items: [{ itemId: 'lamp', quantity: 1, price }] })] });
    const sourcesOf = async (price: number) =>
      (await slateFor({ recipes, events: priced(price) })).slate.items.map(({ source }) => source);

    expect(await sourcesOf(0)).toContain('co-visitation');
    expect(await sourcesOf(100)).toContain('co-visitation');
    expect(await sourcesOf(99)).not.toContain('co-visitation');
  });

  it('let a dismissed item pull its neighbours down', async () => {
    const liked = await slateFor({ events: { [ann]: [viewed('lamp', 1)] } });
    const disliked = await slateFor({
      events: { [ann]: [viewed('lamp', 1), did('Recommendation Dismissed', 'sofa', 2)] },
    });

    expect(liked.ids).toContain('vase');
    expect(disliked.ids).not.toContain('vase');
  });
});
