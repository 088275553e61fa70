import fc from 'fast-check';
import { compileFilter } from '../../../core/recommendations/filter/compile-filter.ts';
import { parseFilter } from '../../../core/recommendations/filter/parse-filter.ts';
import { previewRecipe } from '../../../functions/recommendations/preview-recipe.ts';
import { interpret } from '../../core/recommendations/filter/naive-interpreter.ts';
import { aCatalogue, aLargeShop, askFor, byId, recommender } from '../../support/large-shop.ts';
import { aNow, anItemRow, aRecipe, aRecipeDraft, aShopProfile } from '../../support/recommendations.ts';
import { ann, did, heldOut, viewed } from '../../support/small-slates.ts';

const previewOf = (filter: string, stretch: number) =>
  previewRecipe(
    {
      ...{ shop: aShopProfile, named: { customer: ann }, now: aNow },
      request: { recipe: aRecipeDraft({ filter }), surface: 'home', k: 10 },
    },
    aLargeShop({}, { stretch }).sources,
  );

describe('a filter that no list tells of and none of the best meets', () => {
  it.each([
    ['title contains "i1990"', 10],
    ['not brand = "Vista"', 10],
    ['brand != "Vista" and not category contains "Socks"', 10],
    ['not (category contains "TV" or title contains "i19")', 0],
    ['price * 2 < 500', 10],
    ['size(category) < 2', 10],
    ['not (updatedAt < now) or lower(brand) = "pogo"', 10],
    ['stock is null and title contains "1999"', 10],
    ['attributes.colour is not null', 0],
  ])('is looked for in the catalogue itself: %s', async (filter, count) => {
    const meets = compileFilter(parseFilter(filter));

    for (const world of [{}, { recommender: undefined }, { recommender: 'late' as const }]) {
      const { slate, ids } = await askFor({ filter }, world);

      expect(ids).toHaveLength(count);
      for (const itemId of ids)
        expect(meets({ item: { ...byId.get(itemId) }, customer: {}, context: {}, now: aNow.getTime() })).toBe(true);
      expect(slate.hasUnseen).toBeUndefined();
    }
  });

  it('is answered in the order that suits the customer, by one more question about what was found', async () => {
    const { slate, ids, questions, read } = await askFor({ filter: 'title contains "i1990"' });

    expect(ids).toEqual(Array.from({ length: 10 }, (_, place) => `i${19_909 - place}`));
    expect(slate.items[0]?.source).toBe('recommender');
    expect(questions.map(({ k, mask }) => [k, mask?.length])).toEqual([
      [100, undefined],
      [500, undefined],
      [500, 10],
    ]);
    expect(read.stretches).toBe(10);
    expect(read.rows).toBeLessThanOrEqual(500 + 10 + 1);
  });

  it('is read no further than until there is a pool of what meets it', async () => {
    const { read, questions } = await askFor({ filter: 'not brand = "Vista"' }, {}, ann, { stretch: 10_000 });
    const soon = await askFor(
      { filter: 'title contains "i00" and not title contains "i000"' },
      {
        recommender: (asked) =>
          asked.mask ? recommender(asked) : recommender(asked).filter(({ itemId }) => itemId < 'i00100'),
      },
    );

    expect([read.stretches, questions.at(-1)?.mask?.length]).toEqual([2, 300]);
    expect([soon.read.stretches, soon.ids.length]).toEqual([1, 10]);
  });

  it('is read ten megabytes far, and the answer says that there is more where that is not enough', async () => {
    const { slate, ids, read } = await askFor({ filter: 'title contains "i1990"' }, {}, ann, { stretch: 700 });
    const preview = await previewOf('title contains "i1990"', 700);

    expect([ids, read.stretches, slate.hasUnseen]).toEqual([[], 10, true]);
    expect([preview.items, preview.hasUnseen]).toEqual([[], true]);
    expect((await previewOf('title contains "i1990"', 2_000)).items).toHaveLength(10);
  });

  it('shows nothing that the customer bought', async () => {
    const events = { [ann]: [viewed('i00001'), did('Order Completed', 'i19909', 1)] };

    const { ids } = await askFor({ filter: 'title contains "i1990"' }, { events });

    expect(ids).toEqual(Array.from({ length: 9 }, (_, place) => `i${19_908 - place}`));
  });

  it('is not looked for in what is about something else or reduced', async () => {
    const elsewhere = await askFor({ filter: 'title contains "i1990"', recipe: 'recently-viewed' });
    const reduced = await askFor({ filter: 'title contains "i1990"', recipe: 'on-sale' });

    expect([elsewhere.read.stretches, reduced.read.stretches]).toEqual([0, 0]);
  });

  it('holds for the holdout', async () => {
    const { ids } = await askFor({ filter: 'title contains "i1990"' }, {}, heldOut);

    expect(ids).toHaveLength(10);
  });

  it('fills a promotion, and reads the catalogue once for all that no list tells of', async () => {
    const promotions = ['i1990', 'i1991'].map((said) => ({
      ...{ name: said, percent: 0, minSlots: 1 },
      filter: `title contains "${said}"`,
    }));

    const { ids, read } = await askFor({}, { recipes: [aRecipe('for-you', { promotions })] });

    expect(
      ids
        .filter((itemId) => itemId >= 'i19900')
        .map((itemId) => itemId.slice(0, 5))
        .toSorted(),
    ).toEqual(['i1990', 'i1991']);
    expect(read.stretches).toBe(10);
  });
});

describe('whatever a filter says', () => {
  const seen = (index: number) => new Date(aNow.getTime() - index * 3 * 86_400_000).toISOString();
  /** Two thousand televisions, which are all that is popular, and behind them five hundred of all sorts. */
  const rows = Array.from({ length: 2_500 }, (_, index) => {
    const itemId = `i${String(index).padStart(5, '0')}`;
    if (index < 2_000)
      return anItemRow(itemId, { brand: 'Vista', category: ['TV'], price: 900, stock: 90, firstSeenAt: seen(300) });
    return anItemRow(itemId, {
      title: `${index % 11 ? 'A' : 'Linen'} thing`,
      brand: ['Norra', 'Pogo', ''][index % 3] ?? '',
      category: index % 4 ? ['Clothes', 'Socks'] : [],
      attributes: index % 5 ? {} : { colour: index % 2 ? 'red' : 'blue' },
      price: (index * 37) % 3_000,
      stock: index % 6 ? index % 7 : null,
      isHidden: index % 13 === 0,
      ...(index % 8 ? { firstSeenAt: seen(index - 2_000) } : {}),
    });
  });
  const catalogue = aCatalogue(rows);
  const aTerm = fc.constantFrom(
    ...['brand = "Norra"', 'brand != "Vista"', 'brand in ["Pogo", "Norra"]', 'brand in customer.brands', 'brand = ""'],
    ...['category contains "TV"', 'category contains "Socks"', 'size(category) = 0', 'title contains "linen"'],
    ...['attributes.colour = "red"', 'attributes.colour is null', 'attributes.colour != "red"', 'itemId = "i02100"'],
    ...[
      'price < 200',
      'price > 899',
      'price between 900 and 1000',
      'price * 2 > 5000',
      'price < customer.interactions',
    ],
    ...['stock < 3', 'stock > 90', 'stock is null', 'stock > 0', 'stock between 4 and 20', 'price < stock'],
    ...['firstSeenAt > now - 60d', 'days_since(firstSeenAt) < 365', 'firstSeenAt is null', 'updatedAt > now - 7d'],
    ...['customer.isKnown = true', 'customer.attributes.size = "L"', 'context.surface = "home"'],
  );
  const aFilter = fc.letrec<{ tree: string }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3 },
      aTerm,
      fc
        .tuple(tie('tree'), fc.constantFrom('and', 'or'), tie('tree'))
        .map(([left, word, right]) => `(${left} ${word} ${right})`),
      tie('tree').map((of) => `not ${of}`),
    ),
  })).tree;
  const worlds = { recommender: {}, late: { recommender: 'late' as const }, none: { recommender: undefined } };

  it('as many meet it as are asked for, or all that there are, and nothing else is shown', async () => {
    await fc.assert(
      fc.asyncProperty(aFilter, fc.constantFrom(...Object.values(worlds)), async (filter, world) => {
        const { slate, ids } = await askFor({ filter }, world, ann, { catalogue, stretch: 300 });

        const scope = {
          customer: { isKnown: true, attributes: {}, brands: ['Vista'], interactions: 1 },
          context: { surface: 'home' },
          now: aNow.getTime(),
        };
        const meeting = rows.filter(
          (item) =>
            interpret(parseFilter(filter), { ...scope, item: { ...item } }) === true &&
            !(item.isHidden || item.stock === 0 || item.itemId === 'i00001'),
        );
        const fitting = new Set(meeting.map(({ itemId }) => itemId));
        expect(ids).toHaveLength(Math.min(10, fitting.size));
        expect(ids.filter((itemId) => !fitting.has(itemId))).toEqual([]);
        expect(slate.hasUnseen).toBeUndefined();
      }),
      { numRuns: 120 },
    );
  });
});
