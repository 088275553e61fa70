import fc from 'fast-check';
import { type TraitList, traitOf, traitsOf } from '../../../../core/items/traits.ts';
import { parseFilter } from '../../../../core/recommendations/filter/parse-filter.ts';
import { itemsWithin, reachOf, traitsIn } from '../../../../core/recommendations/filter/reach.ts';
import { aNow, anItemRow } from '../../../support/recommendations.ts';
import { interpret } from './naive-interpreter.ts';

const request = {
  customer: { brands: ['Norra'], viewed: ['i3'] },
  context: { item: { brand: 'Pogo', firstSeenAt: '2026-10-25T12:00:00.000Z' } },
  now: aNow.getTime(),
  showsSoldOut: true,
};

/** Lists of a catalogue as it keeps them, each as long as it may be. */
const listsOf = (rows: readonly ReturnType<typeof anItemRow>[], most = Number.POSITIVE_INFINITY) => {
  const all = Map.groupBy(
    rows.flatMap((row) => [...traitsOf(row)].map((trait) => ({ trait, itemId: row.itemId }))),
    ({ trait }) => trait,
  );
  return (trait: string): TraitList => {
    const ids = (all.get(trait) ?? []).map(({ itemId }) => itemId);
    return { itemIds: ids.slice(0, most), isWhole: ids.length <= most };
  };
};
const within = (text: string, listOf: (trait: string) => TraitList, seen = request) => {
  const reach = reachOf(parseFilter(text), seen);
  return itemsWithin(reach, new Map(traitsIn(reach).map((trait) => [trait, listOf(trait)])));
};

describe('where the items of a filter are', () => {
  it.each([
    ['brand = "Norra"', ['brand=Norra']],
    ['"Norra" = item.brand', ['brand=Norra']],
    ['category contains "Socks"', ['category=Socks']],
    ['"Socks" in category and stock < 3', ['category=Socks', 'stock=0', 'stock=1']],
    ['brand in ["Norra", "Pogo"]', ['brand=Norra', 'brand=Pogo']],
    ['brand in customer.brands', ['brand=Norra']],
    ['brand = context.item.brand', ['brand=Pogo']],
    ['attributes.colour = "red" or brand = "Norra"', ['has-more', 'attributes.colour=red', 'brand=Norra']],
    ['price between 1000 and 2000', ['price=10', 'price=11']],
    ['price in [0, 3]', ['price=0', 'price=2']],
    ['10 > price', ['price=0', 'price=1', 'price=2', 'price=3', 'price=4']],
    ['price >= 20000000', ['price=25']],
    ['price < 0.5', ['price=0']],
    ['price != 5', []],
    ['price * 2 < 500', []],
    ['price < stock', []],
    ['stock < 10', ['stock=0', 'stock=1', 'stock=2']],
    ['stock between 20 and 30', ['stock=3']],
    ['stock >= 1000', ['stock=5']],
    ['stock > 4 and stock <= 100 and price < 1', ['price=0', 'price=1', 'stock=2', 'stock=3', 'stock=4']],
    ['stock > 0', []],
    ['stock >= 3 and brand = "Norra"', ['brand=Norra']],
    ['stock is not null', []],
    ['stock * 2 < 500', []],
    ['not stock < 300', ['stock=5']],
    ['not (price < 1000 or price > 2000)', ['price=10', 'price=11']],
    ['not price < 1000 and not price > 2000', ['price=10', 'price=11']],
    ['not price between 2 and 20000000', ['price=0', 'price=1', 'price=2', 'price=25']],
    ['not brand != "Norra"', ['brand=Norra']],
    ['not (brand != "Norra" or category contains "Socks")', ['brand=Norra']],
    ['not not brand = "Norra"', ['brand=Norra']],
    ['not (not brand = "Norra" and not brand = "Pogo")', ['brand=Norra', 'brand=Pogo']],
    ['not firstSeenAt < date"2026-10-20"', ['firstSeenAt=2965', 'firstSeenAt=2964', 'firstSeenAt=2963']],
    ['not days_since(firstSeenAt) >= 7', ['firstSeenAt=2965', 'firstSeenAt=2964']],
    ['not price < "a"', []],
    ['not (price > 1e999 - 1e999)', []],
    // 2 November 2026 is in week 2965, which began on 29 October.
    ['firstSeenAt >= date"2026-10-20"', ['firstSeenAt=2965', 'firstSeenAt=2964', 'firstSeenAt=2963']],
    ['days_since(firstSeenAt) < 7', ['firstSeenAt=2965', 'firstSeenAt=2964']],
    ['now - 2d <= item.firstSeenAt', ['firstSeenAt=2965']],
    ['firstSeenAt > "2026-10-25"', ['firstSeenAt=2965', 'firstSeenAt=2964']],
    ['firstSeenAt between date"2026-10-01" and now - 3w', ['firstSeenAt=2962', 'firstSeenAt=2961']],
    ['days_since(firstSeenAt) between 21 and 30', ['firstSeenAt=2962', 'firstSeenAt=2961']],
    ['firstSeenAt > context.item.firstSeenAt', ['firstSeenAt=2965', 'firstSeenAt=2964']],
    ['firstSeenAt >= date"2026-01-02" and firstSeenAt < date"2026-01-09"', ['firstSeenAt=2923', 'firstSeenAt=2922']],
    ['days_since(firstSeenAt) < 30 and firstSeenAt <= now - 3w', ['firstSeenAt=2962', 'firstSeenAt=2961']],
    ['price >= 1000 and stock > 0 and price <= 2000', ['price=10', 'price=11']],
    ['price < 8 and price > 9', []],
    ['price < 2 and brand = "Norra"', ['brand=Norra', 'price=0', 'price=1', 'price=2']],
    ['firstSeenAt > now + 3w', []],
    ['firstSeenAt != date"2026-10-20"', []],
    ['firstSeenAt > "soon"', []],
    ['firstSeenAt > "2026-02-30"', []],
    ['firstSeenAt <= "2026Z"', []],
    ['firstSeenAt > 5', []],
    ['firstSeenAt + 7d > now', []],
    ['updatedAt > now - 7d', []],
    ['days_since(updatedAt) < 7', []],
    ['days_since(firstSeenAt) < "7"', []],
    ['price = "a"', []],
    ['title contains "sock" and description contains "wool"', []],
    ['not brand = "Norra"', []],
    ['brand contains "Nor"', []],
    ['title = "Socks"', []],
  ])('%s is told by lists of %j', (text, traits) => {
    expect(traitsIn(reachOf(parseFilter(text), request))).toEqual(traits);
  });

  it.each([
    ['brand = customer.attributes.favourite'],
    ['customer.isKnown = true and title contains "sock"'],
    ['price between 5 and customer.attributes.budget'],
    ['brand in customer.favourites or price is null'],
    ['not (customer.viewed contains "i3")'],
  ])('is nowhere where no item can meet it: %s', (text) => {
    const reach = reachOf(parseFilter(text), request);

    expect(itemsWithin(reach, new Map())).toEqual({ itemIds: [], isWhole: true });
  });

  it.each([
    ['title contains "sock"'],
    ['not price < customer.attributes.budget'],
    ['customer.viewed contains "i3"'],
    ['not attributes.colour != "red"'],
    ['not stock < 300'],
    ['not firstSeenAt < date"2026-10-20"'],
  ])('is not all told where %s, which also holds of what is missing or not told', (text) => {
    expect(within(text, () => ({ itemIds: ['i1'], isWhole: true })).isWhole).toBe(false);
  });

  it('has nothing that is sold out where that is not shown', () => {
    const told = (text: string) => traitsIn(reachOf(parseFilter(text), { ...request, showsSoldOut: false }));

    expect([told('stock < 4'), told('stock = 0')]).toEqual([['stock=1', 'stock=2'], []]);
  });

  it('is what both sides of "and" leave, and nobody knows where one side of "or" is not told', () => {
    const rows = [anItemRow('a', { brand: 'Norra', category: ['Socks'] }), anItemRow('b', { brand: 'Norra' })];
    const listOf = listsOf(rows);

    expect(within('brand = "Norra" and category contains "Socks"', listOf)).toEqual({ itemIds: ['a'], isWhole: true });
    expect(within('brand = "Norra" or title = "b"', listOf)).toEqual({ itemIds: ['a', 'b'], isWhole: false });
    expect(within('itemId in customer.viewed', listOf)).toEqual({ itemIds: ['i3'], isWhole: true });
    expect(within('brand in []', listOf)).toEqual({ itemIds: [], isWhole: true });
  });

  it('is not all that has an attribute where an item has more of them than it is listed under', () => {
    const attributes = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`a${index}`, 'x']));
    const listed = anItemRow('listed', { attributes: { a39: 'x' }, brand: 'Norra' });
    const listOf = listsOf([listed, anItemRow('many', { attributes, brand: 'Norra' })]);

    expect(within('attributes.a39 = "x"', listsOf([listed]))).toEqual({ itemIds: ['listed'], isWhole: true });
    expect(within('attributes.a39 = "x"', listOf)).toEqual({ itemIds: ['listed'], isWhole: false });
    expect(within('brand = "Norra" and attributes.a39 = "x"', listOf)).toEqual({
      itemIds: ['listed', 'many'],
      isWhole: true,
    });
  });

  it('is some of each list where they hold more than can be asked about, which then are not all', () => {
    const of = (name: string, count: number) => ({
      itemIds: Array.from({ length: count }, (_, index) => `${name}${index}`),
      isWhole: true,
    });
    const lists: Record<string, TraitList> = {
      'price=0': of('a', 10),
      'price=1': of('b', 4_000),
      'price=2': of('c', 4_000),
      'brand=Norra': of('c', 5),
    };
    const listOf = (trait: string) => lists[trait] ?? of('none', 0);

    const { itemIds, isWhole } = within('price < 3', listOf);

    expect([itemIds.length, isWhole]).toEqual([5_000, false]);
    expect(['a', 'b', 'c'].map((name) => itemIds.filter((itemId) => itemId.startsWith(name)).length)).toEqual([
      10, 2_495, 2_495,
    ]);
    expect(within('price < 3 and brand = "Norra"', listOf)).toEqual(of('c', 5));
  });

  it('is the latest half year of a longer stretch of time, which then is not all', () => {
    const seen = (itemId: string, firstSeenAt: string) => anItemRow(itemId, { firstSeenAt });
    const listOf = listsOf([seen('new', '2026-10-20T00:00:00.000Z'), seen('old', '2025-10-20T00:00:00.000Z')]);

    const year = 'days_since(firstSeenAt) <= 365';

    expect(within('days_since(firstSeenAt) <= 180', listOf)).toEqual({ itemIds: ['new'], isWhole: true });
    expect(within(year, listOf)).toEqual({ itemIds: ['new'], isWhole: false });
    expect(within('days_since(firstSeenAt) > 365', listOf)).toEqual({ itemIds: ['old'], isWhole: false });
    expect(traitsIn(reachOf(parseFilter(year), request))).toHaveLength(27);
  });

  it('has the week that began so many days ago, however the days are rounded', () => {
    const weekBegan = Date.parse('2026-10-29T00:00:00.000Z');
    const nows = Array.from({ length: 500 }, (_, index) => weekBegan + 200_000_000 + index * 7_919);

    for (const now of nows) {
      const days = (now - weekBegan) / 86_400_000;
      const [latest] = traitsIn(reachOf(parseFilter(`days_since(firstSeenAt) >= ${days}`), { ...request, now }));
      expect(latest).toBe('firstSeenAt=2965');
    }
  });

  it('leaves out no item that meets the filter, whatever it says, where it is said to be whole', () => {
    const value = fc.constantFrom('Norra', 'Pogo', 'i1', 'i2');
    const price = fc.oneof(
      fc.integer({ min: 0, max: 9 }),
      fc.nat(2 ** 26),
      fc.integer({ min: 2 ** 24 - 1, max: 2 ** 40 }),
    );
    const dayMs = 86_400_000;
    const weekBegan = Math.floor(aNow.getTime() / (7 * dayMs)) * 7 * dayMs;
    /** Of the last year or so, often at the edge of a week or near now. */
    const moment = fc
      .oneof(
        fc.tuple(fc.constant(weekBegan), fc.integer({ min: -60, max: 0 }), fc.integer({ min: -2, max: 2 })),
        fc.tuple(
          fc.constant(aNow.getTime()),
          fc.integer({ min: -60, max: 0 }),
          fc.integer({ min: -9 * dayMs, max: 0 }),
        ),
      )
      .map(([from, weeks, off]) => new Date(Math.min(from + weeks * 7 * dayMs + off, aNow.getTime())).toISOString());
    const text = fc.tuple(moment, fc.constantFrom(4, 7, 10, 19, 24)).map(([iso, length]) => {
      const cut = iso.slice(0, length);
      return length === 19 ? `"${cut}Z"` : `"${cut}"`;
    });
    const days = fc.oneof(fc.integer({ min: -1, max: 400 }), fc.double({ min: 0, max: 60, noNaN: true }));
    const time = fc.oneof(
      moment.map((iso) => `date"${iso}"`),
      text,
      fc.integer({ min: 0, max: 9_000 }).map((hours) => `now - ${hours}h`),
      fc.constantFrom('now', 'now + 1d', 'context.item.firstSeenAt', '"soon"', '"2026-02-30"', '5'),
    );
    const operator = fc.constantFrom('=', '!=', '<', '<=', '>', '>=');
    const aTime = fc.oneof(
      fc.tuple(operator, time).map(([by, said]) => `firstSeenAt ${by} ${said}`),
      fc.tuple(time, operator).map(([said, by]) => `${said} ${by} firstSeenAt`),
      fc.tuple(time, time).map(([low, high]) => `firstSeenAt between ${low} and ${high}`),
      fc.tuple(time, time).map(([one, other]) => `firstSeenAt in [${one}, ${other}]`),
      fc.tuple(operator, days).map(([by, said]) => `days_since(firstSeenAt) ${by} ${said}`),
      fc.tuple(days, days).map(([low, high]) => `days_since(firstSeenAt) between ${low} and ${high}`),
    );
    const stock = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.nat(2_000));
    const aRow = fc.record({
      ...{
        brand: value,
        category: fc.array(value, { maxLength: 2 }),
        colour: fc.option(value, { nil: undefined }),
        price,
      },
      stock: fc.option(stock),
      firstSeenAt: fc.option(moment, { nil: undefined }),
    });
    const aCatalogue = fc.array(aRow, { maxLength: 6 });
    const field = fc.constantFrom('brand', 'attributes.colour', 'itemId', 'price');
    const aComparison = fc.oneof(
      { arbitrary: aTime, weight: 6 },
      fc.tuple(field, value).map(([name, said]) => `${name} = "${said}"`),
      fc.tuple(field, value, value).map(([name, one, other]) => `${name} in ["${one}", "${other}", 3]`),
      value.map((said) => `category contains "${said}"`),
      fc.tuple(value, field).map(([said, name]) => `["${said}"] contains ${name}`),
      fc.tuple(value, field).map(([said, name]) => `"${said}${said}" contains ${name}`),
      fc.tuple(operator, fc.oneof(price, fc.constantFrom('2.5', '(-1)'))).map(([by, said]) => `price ${by} ${said}`),
      fc.tuple(fc.constantFrom('<', '>='), price).map(([said, one]) => `${one} ${said} price`),
      fc.tuple(price, price).map(([low, high]) => `price between ${low} and ${high}`),
      fc.tuple(operator, stock).map(([by, said]) => `stock ${by} ${said}`),
      fc.tuple(stock, stock).map(([low, high]) => `stock between ${low} and ${high}`),
      fc.tuple(field, operator, value).map(([name, by, said]) => `${name} ${by} "${said}"`),
      fc.constantFrom(
        ...['stock is null', 'firstSeenAt is null', 'price is null', 'attributes.colour is null', 'stock < price'],
        ...['price < customer.budget', 'brand != customer.favourite', 'customer.isKnown = true', 'true', 'null'],
        ...[
          'customer.viewed contains itemId',
          'price < 1e999 - 1e999',
          'stock in [3, null]',
          'customer.budget is null',
        ],
      ),
      fc.constantFrom('brand in customer.brands', 'price > "a"', 'brand in category', 'brand = context.item.brand'),
    );
    const aFilter = fc.letrec<{ tree: string }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        aComparison,
        fc
          .tuple(tie('tree'), fc.constantFrom('and', 'or'), tie('tree'))
          .map(([left, word, right]) => `(${left} ${word} ${right})`),
        tie('tree').map((of) => `not ${of}`),
      ),
    })).tree;

    fc.assert(
      fc.property(
        aFilter,
        aCatalogue,
        fc.integer({ min: 1, max: 4 }),
        fc.boolean(),
        (text, made, most, showsSoldOut) => {
          const rows = made.map(({ colour, ...said }, index) =>
            anItemRow(`i${index}`, { ...said, attributes: colour === undefined ? {} : { colour } }),
          );
          const expression = parseFilter(text);
          const found = within(text, listsOf(rows, most), { ...request, showsSoldOut });

          const missing = rows.filter(
            (item) =>
              interpret(expression, { ...request, item: { ...item } }) === true &&
              (showsSoldOut || item.stock !== 0) &&
              !found.itemIds.includes(item.itemId),
          );
          expect(found.isWhole ? missing : []).toEqual([]);
        },
      ),
      { numRuns: 4_000 },
    );
  });
});

describe('a trait', () => {
  it('is no long text, and an item is listed under no more than thirty, and as one that has more', () => {
    const attributes = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`a${index}`, 'x']));

    expect(traitOf('attributes.care', 'x'.repeat(201))).toBeUndefined();
    const traits = traitsOf(anItemRow('many', { category: ['Socks'], attributes }));
    expect([traits.size, traits.has('has-more')]).toEqual([31, true]);
    expect(traitsOf(anItemRow('few')).has('has-more')).toBe(false);
  });

  it('of an item is the week in which it came, for good', () => {
    const weekOf = (firstSeenAt: string) =>
      [...traitsOf(anItemRow('lamp', { firstSeenAt }))].filter((trait) => trait.startsWith('firstSeenAt='));

    expect(weekOf('2026-10-28T23:59:59.999Z')).toEqual(['firstSeenAt=2964']);
    expect(weekOf('2026-10-29T00:00:00.000Z')).toEqual(['firstSeenAt=2965']);
    expect([...traitsOf(anItemRow('lamp'))]).toEqual(['price=10']);
  });
});
