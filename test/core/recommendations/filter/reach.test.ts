import fc from 'fast-check';
import { type TraitList, traitOf, traitsOf } from '../../../../core/items/traits.ts';
import { compileFilter } from '../../../../core/recommendations/filter/compile-filter.ts';
import { parseFilter } from '../../../../core/recommendations/filter/parse-filter.ts';
import { itemsWithin, reachOf, traitsIn } from '../../../../core/recommendations/filter/reach.ts';
import { aNow, anItemRow } from '../../../support/recommendations.ts';

const request = {
  customer: { brands: ['Norra'], viewed: ['i3'] },
  context: { item: { brand: 'Pogo' } },
  now: aNow.getTime(),
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
const within = (text: string, listOf: (trait: string) => TraitList) => {
  const reach = reachOf(parseFilter(text), request);
  return itemsWithin(reach, new Map(traitsIn(reach).map((trait) => [trait, listOf(trait)])));
};

describe('where the items of a filter are', () => {
  it.each([
    ['brand = "Norra"', ['brand=Norra']],
    ['"Norra" = item.brand', ['brand=Norra']],
    ['category contains "Socks"', ['category=Socks']],
    ['"Socks" in category and price < 500', ['category=Socks']],
    ['brand in ["Norra", "Pogo"]', ['brand=Norra', 'brand=Pogo']],
    ['brand in customer.brands', ['brand=Norra']],
    ['brand = context.item.brand', ['brand=Pogo']],
    ['attributes.colour = "red" or brand = "Norra"', ['attributes.colour=red', 'brand=Norra']],
    ['price < 500', []],
    ['not brand = "Norra"', []],
    ['brand contains "Nor"', []],
    ['title = "Socks"', []],
  ])('%s is told by lists of %j', (text, traits) => {
    expect(traitsIn(reachOf(parseFilter(text), request))).toEqual(traits);
  });

  it('is what both sides of "and" leave, and nobody knows where one side of "or" is not told', () => {
    const rows = [anItemRow('a', { brand: 'Norra', category: ['Socks'] }), anItemRow('b', { brand: 'Norra' })];
    const listOf = listsOf(rows);

    expect(within('brand = "Norra" and category contains "Socks"', listOf)).toEqual({ itemIds: ['a'], isWhole: true });
    expect(within('brand = "Norra" or price < 5', listOf)).toEqual({ itemIds: ['a', 'b'], isWhole: false });
    expect(within('itemId in customer.viewed', listOf)).toEqual({ itemIds: ['i3'], isWhole: true });
    expect(within('brand in []', listOf)).toEqual({ itemIds: [], isWhole: true });
  });

  it('leaves out no item that meets the filter, whatever it says, where it is said to be whole', () => {
    const value = fc.constantFrom('Norra', 'Pogo', 'i1', 'i2');
    const aRow = fc.record({ brand: value, category: fc.array(value, { maxLength: 2 }), colour: value });
    const field = fc.constantFrom('brand', 'attributes.colour', 'itemId', 'price');
    const aComparison = fc.oneof(
      fc.tuple(field, value).map(([name, said]) => `${name} = "${said}"`),
      fc.tuple(field, value, value).map(([name, one, other]) => `${name} in ["${one}", "${other}", 3]`),
      value.map((said) => `category contains "${said}"`),
      fc.tuple(value, field).map(([said, name]) => `["${said}"] contains ${name}`),
      fc.tuple(value, field).map(([said, name]) => `"${said}${said}" contains ${name}`),
      fc.constantFrom('brand in customer.brands', 'price > 1', 'brand in category', 'brand = context.item.brand'),
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
      fc.property(aFilter, fc.array(aRow, { maxLength: 6 }), fc.integer({ min: 1, max: 4 }), (text, made, most) => {
        const rows = made.map(({ brand, category, colour }, index) =>
          anItemRow(`i${index}`, { brand, category, attributes: { colour }, price: index }),
        );
        const meets = compileFilter(parseFilter(text));
        const found = within(text, listsOf(rows, most));

        const missing = rows.filter(
          (item) => meets({ ...request, item: { ...item } }) && !found.itemIds.includes(item.itemId),
        );
        expect(found.isWhole ? missing : []).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a trait', () => {
  it('is no long text, and an item is listed under no more than thirty', () => {
    const attributes = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`a${index}`, 'x']));

    expect(traitOf('attributes.care', 'x'.repeat(201))).toBeUndefined();
    expect([...traitsOf({ category: ['Socks'], brand: '', attributes })]).toHaveLength(30);
  });
});
