import type { CatalogueRow } from '../../../core/items/contract.ts';
import { recommenderRequest } from '../../../core/recommendations/ask-recommender.ts';
import type { RecommenderRequest } from '../../../core/recommendations/recommender-contract.ts';
import { askFor, byId, norra, recommender } from '../../support/large-shop.ts';
import { aRecipe } from '../../support/recommendations.ts';
import { ann, did, heldOut, viewed } from '../../support/small-slates.ts';

describe('a filter that hardly anything meets', () => {
  const socks = { filter: 'category contains "Socks"' };
  const isSock = (itemId: string) => byId.get(itemId)?.category.includes('Socks');

  it('finds all the same what it asks for, and in the order that suits the customer', async () => {
    const { slate, ids, questions, read } = await askFor(socks);

    expect(ids).toEqual(Array.from({ length: 10 }, (_, place) => `i${19_969 - place}`));
    expect(
      slate.items.every(({ source, reasons }) => source === 'recommender' && reasons[0]?.code === 'suggested'),
    ).toBe(true);
    expect(questions.map(({ k, mask }) => [k, mask?.length])).toEqual([
      [100, undefined],
      [500, 270],
    ]);
    // The first hundred and the looked-up socks, and the list of socks, which is kept for a minute.
    expect(read.rows).toBeLessThanOrEqual(100 + 270 + 1);
    expect(read.traits).toBe(1);
  });

  it.each([
    ['without a recommender', { recommender: undefined }],
    ['when it is late', { recommender: 'late' }],
    [
      'when it knows none of them',
      { recommender: (asked: RecommenderRequest) => (asked.mask ? [] : recommender(asked)) },
    ],
  ] as const)('finds it %s too, and says why it is there', async (_, world) => {
    const { slate, ids } = await askFor(socks, world);

    expect(ids).toHaveLength(10);
    expect(ids.every(isSock)).toBe(true);
    expect(slate.items[0]).toMatchObject({ source: 'catalogue', reasons: [{ code: 'fits-filter' }] });
  });

  it('finds what is cheap where everything that suits the customer is dear', async () => {
    const { ids } = await askFor({ filter: 'price < 100 and not (brand = "Norra")' });

    expect(ids).toHaveLength(10);
    expect(ids.every(isSock)).toBe(true);
  });

  it.each([
    ['firstSeenAt >= date"2026-10-10"', 4],
    ['days_since(firstSeenAt) < 22', 4],
    ['firstSeenAt > now - 22d and brand = "Norra"', 5],
  ])('finds what is new by the weeks in which it came: %s', async (filter, lists) => {
    const { ids, questions, read } = await askFor({ filter });

    expect(ids).toEqual(Array.from({ length: 10 }, (_, place) => `i${19_999 - place}`));
    expect(questions.map(({ k, mask }) => [k, mask?.length])).toEqual([
      [100, undefined],
      [500, 12],
    ]);
    expect(read.traits).toBe(lists);
  });

  it('finds what came in the last half year and looks five times as deep for what came before', async () => {
    const { ids, questions, read } = await askFor({ filter: 'days_since(firstSeenAt) < 365' });

    expect(ids).toEqual(Array.from({ length: 10 }, (_, place) => `i${19_999 - place}`));
    expect(questions.map(({ k, mask }) => [k, mask?.length])).toEqual([
      [100, undefined],
      [500, undefined],
      [500, 12],
    ]);
    expect(read.traits).toBe(27);
  });

  it.each([
    [
      'in one filter',
      undefined,
      'firstSeenAt >= date"2025-03-01" and firstSeenAt < date"2025-04-01" and brand = "Norra"',
    ],
    ['by recipe and request', 'firstSeenAt >= date"2025-03-01"', 'brand = "Norra" and firstSeenAt < date"2025-04-01"'],
  ])('finds the few of a brand that came in one month, however long ago, as it is said %s', async (_, own, filter) => {
    const spring = aRecipe('spring', own === undefined ? {} : { filter: own });

    const { ids, read } = await askFor({ filter, recipe: 'spring' }, { recipes: [spring] });

    expect(ids).toEqual(Array.from({ length: 10 }, (_, place) => `i${19_987 - place}`));
    expect(read.traits).toBe(6);
  });

  it('is put in order by the champion, whose reason stays true', async () => {
    const { slate, ids } = await askFor(socks, { recommender: undefined, champion: { i19731: 0.9 } });

    expect(ids[0]).toBe('i19731');
    expect(slate.items[0]?.reasons.map(({ code }) => code)).toEqual(['fits-filter']);
  });

  it('holds for the holdout, and shows it nothing that the customer bought', async () => {
    const held = await askFor(socks, {}, heldOut);
    const bought = await askFor(socks, { events: { [ann]: [did('Order Completed', 'i19969', 1)] } });

    expect(held.slate.policy).toBe('holdout-popular');
    expect(held.ids.filter(isSock)).toHaveLength(10);
    expect(bought.ids).toHaveLength(10);
    expect(bought.ids).not.toContain('i19969');
  });

  it('finds what is nearly sold out by how much of it there is', async () => {
    const { slate, ids, questions, read } = await askFor({ filter: 'stock < 10' });

    expect(ids).toEqual(['i00300']);
    expect(questions.map(({ k, mask }) => [k, mask])).toEqual([
      [100, undefined],
      [500, ['i00300']],
    ]);
    expect([read.traits, read.stretches, slate.hasUnseen]).toEqual([2, 0, undefined]);
  });

  it.each(['title contains customer.attributes.team', 'brand = "Norra" and not (customer.viewed contains "i00001")'])(
    'is not looked for where nothing can meet it: %s',
    async (filter) => {
      const { ids, questions, read } = await askFor({ filter });

      expect([ids, questions.length, read.traits, read.stretches]).toEqual([[], 1, 0, 0]);
    },
  );

  it('is looked for five times as deep and no further where nobody lists what it asks for and so many meet it', async () => {
    const { ids, questions, read } = await askFor({ filter: 'title contains "i004"' });

    expect(ids).toEqual(Array.from({ length: 10 }, (_, place) => `i${String(400 + place).padStart(5, '0')}`));
    expect(questions.map(({ k, mask }) => [k, mask])).toEqual([
      [100, undefined],
      [500, undefined],
    ]);
    expect([read.traits, read.stretches]).toEqual([0, 0]);
  });

  it.each([
    ['nothing', () => false],
    ['one of them', ({ itemId }: CatalogueRow) => itemId === 'i00001'],
  ])('is looked for so deep too where the lists tell of %s yet', async (_, isListed) => {
    const rare = { filter: 'category contains "TV" and (stock < 10 or itemId = "i00001" or itemId = "i00002")' };

    const { ids, questions } = await askFor(rare, { events: { [ann]: [viewed('i00000')] } }, ann, { isListed });

    expect(ids).toContain('i00300');
    expect(questions.map(({ k }) => k)).toContain(500);
  });

  it('is asked about what is known to meet it before all that may', async () => {
    const { questions } = await askFor({ filter: 'price < 1000 and (stock < 10 or itemId = "i00050")' });

    const [mask = []] = questions.flatMap((asked) => (asked.mask ? [asked.mask] : []));
    expect(mask[0]).toBe('i00050');
    expect(mask.length).toBeLessThanOrEqual(5_050);
  });

  it('brings nothing into a recipe that is about something else', async () => {
    const events = { [ann]: [viewed('i19800', 1), viewed('i00001', 2)] };

    expect((await askFor({ ...socks, recipe: 'recently-viewed' }, { events })).ids).toEqual(['i19800']);
  });

  it('costs nothing more where enough meets it', async () => {
    const { ids, questions, read } = await askFor({ filter: 'brand = "Vista"' });

    expect(ids).toHaveLength(10);
    expect([questions.length, read.traits, read.stretches]).toEqual([1, 0, 0]);
    expect(read.rows).toBeLessThanOrEqual(101);
  });
});

it('a question names no more items than a body of a million bytes holds', () => {
  const only = Array.from({ length: 100_000 }, (_, index) => `${index}`.padStart(60, 'ö'));

  const request = recommenderRequest({
    ...{ history: [], weights: {}, minPrice: 0, exclude: [], newItems: [], k: 500, seed: 1 },
    only,
  });

  expect(request.mask?.length).toBeGreaterThan(1_000);
  expect(Buffer.byteLength(JSON.stringify(request))).toBeLessThan(600_000);
});

describe('a promotion of what the customer would not come across', () => {
  const promotions = [{ name: 'Norra', filter: 'brand = "Norra"', percent: 20, minSlots: 0 }];
  const isNorra = (itemId: string) => norra.includes(itemId);

  it.each([
    ['with a recommender', {}, ['suggested']],
    ['without', { recommender: undefined }, []],
  ])('has its slots, %s', async (_, world, codes) => {
    const { slate, ids } = await askFor({}, { ...world, recipes: [aRecipe('for-you', { promotions })] });

    expect(ids).toHaveLength(10);
    const promoted = slate.items.filter(({ itemId }) => isNorra(itemId));
    expect(promoted).toHaveLength(2);
    for (const { source, reasons } of promoted)
      expect([source, ...reasons.map(({ code }) => code)]).toEqual(['promotion', 'promoted', ...codes]);
  });

  it('has a slot for what it names, however far down the lists that stands', async () => {
    const named = [{ name: 'one', itemIds: ['i00250'], percent: 0, minSlots: 1 }];

    const { ids } = await askFor({}, { recommender: undefined, recipes: [aRecipe('for-you', { promotions: named })] });

    expect(ids).toContain('i00250');
  });

  it('is filled up with others than the slate has anyway', async () => {
    const recipes = [aRecipe('recently-viewed', { base: 'recently-viewed', promotions })];
    const events = { [ann]: [viewed(norra[0] ?? '')] };

    const { ids } = await askFor({ recipe: 'recently-viewed' }, { recipes, events, recommender: undefined });

    expect(ids).toHaveLength(2);
    expect(ids.every(isNorra)).toBe(true);
  });

  it('costs no more beside nine others that no list tells of', async () => {
    const rare = Array.from({ length: 10 }, (_, index) => ({
      ...{ name: `rare-${index}`, percent: 0, minSlots: 1 },
      filter: `title contains "nothing ${index}"`,
    }));

    const { questions, read } = await askFor({}, { recipes: [aRecipe('for-you', { promotions: rare })] });

    expect(questions.map(({ k, mask }) => [k, mask])).toEqual([
      [100, undefined],
      [500, undefined],
    ]);
    expect(read.rows).toBeLessThanOrEqual(500 + 1);
    expect(read.stretches).toBe(10);
  });

  it('does not go past the filter, nor beyond its time', async () => {
    const filtered = await askFor({ filter: 'brand != "Norra"' }, { recipes: [aRecipe('for-you', { promotions })] });
    const past = [{ ...promotions[0], name: 'Norra', percent: 20, minSlots: 0, endsAt: '2026-01-01T00:00:00.000Z' }];
    const over = await askFor({}, { recipes: [aRecipe('for-you', { promotions: past })] });

    expect(filtered.ids.filter(isNorra)).toEqual([]);
    expect(over.ids.filter(isNorra)).toEqual([]);
    expect(over.questions).toHaveLength(1);
  });

  it('has them and no more in every recipe, and looks for nothing where the slate has enough of it', async () => {
    const recipes = [aRecipe('recently-viewed', { base: 'recently-viewed', promotions })];
    const views = { events: { [ann]: norra.slice(0, 3).map((itemId, minute) => viewed(itemId, minute)) } };

    const elsewhere = await askFor({ recipe: 'recently-viewed' }, { recipes });
    const enough = await askFor({ recipe: 'recently-viewed' }, { recipes, ...views });

    expect(elsewhere.ids.filter(isNorra)).toHaveLength(2);
    expect(elsewhere.ids).toHaveLength(3);
    expect(enough.ids).toEqual(norra.slice(0, 3).reverse());
    expect(enough.read.traits).toBe(0);
  });
});
