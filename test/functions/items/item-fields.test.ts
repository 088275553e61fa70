import { CountItemsQuery, type PartOfItem } from '../../../core/items/contract.ts';
import { fieldErrorsOf } from '../../../core/platform/field-errors.ts';
import { countItems } from '../../../functions/items/count-items.ts';
import { listItemFields } from '../../../functions/items/list-item-fields.ts';
import { createCatalogueReader } from '../../../functions/items/read-catalogue.ts';

const anItem = (itemId: string, more: Partial<PartOfItem> = {}): PartOfItem => ({
  ...{ itemId, isHidden: false, stock: null, brand: '', category: [], attributes: {}, price: 100 },
  ...more,
});
const lamps = [
  anItem('a', { brand: 'Pogo', category: ['Home', 'Lamps'], attributes: { colour: 'red', 'screen size': '6' } }),
  anItem('b', { brand: 'Norra', category: ['Home'], attributes: { colour: 'blue' }, price: 900 }),
  anItem('c', { brand: 'Norra', category: ['Home', 'Home'], attributes: { colour: 'red' }, stock: 0 }),
  anItem('d', { isHidden: true, brand: 'Secret' }),
];

/** A catalogue of stretches that counts how often it is read. */
function aCatalogue(...stretches: (readonly PartOfItem[])[]) {
  const asked: string[] = [];
  const stretch = async (shop: string, fields: readonly string[], behind = '0') => {
    asked.push(`${shop} ${fields.join()} ${behind}`);
    const next = Number(behind) + 1;
    return { items: stretches[Number(behind)] ?? [], ...(next < stretches.length ? { end: `${next}` } : {}) };
  };
  let time = 0;
  return { asked, read: createCatalogueReader({ stretch }, () => time), pass: (ms: number) => (time += ms) };
}

describe('what items have in common', () => {
  it('is told by how many have it, the most usual first, and nothing of what is hidden', async () => {
    const { looked, isWhole, fields } = await listItemFields('demo', aCatalogue(lamps).read);

    expect({ looked, isWhole }).toEqual({ looked: 3, isWhole: true });
    expect(fields).toEqual([
      {
        names: ['brand'],
        items: 3,
        values: [
          { value: 'Norra', items: 2 },
          { value: 'Pogo', items: 1 },
        ],
        hasMore: false,
      },
      {
        names: ['category'],
        items: 3,
        values: [
          { value: 'Home', items: 3 },
          { value: 'Lamps', items: 1 },
        ],
        hasMore: false,
      },
      {
        names: ['attributes', 'colour'],
        items: 3,
        values: [
          { value: 'red', items: 2 },
          { value: 'blue', items: 1 },
        ],
        hasMore: false,
      },
      { names: ['attributes', 'screen size'], items: 1, values: [{ value: '6', items: 1 }], hasMore: false },
    ]);
  });

  it('is bounded, and says where there is more', async () => {
    const many = Array.from({ length: 300 }, (_, place) =>
      anItem(`${place}`, {
        brand: `brand ${place}`,
        attributes: { [`name ${place}`]: 'x'.repeat(101), size: `${place}` },
      }),
    );
    const { fields } = await listItemFields('demo', aCatalogue(many).read);
    const [brand, category, size, other] = fields;

    expect([brand?.values.length, brand?.hasMore]).toEqual([200, true]);
    expect([category?.values.length, category?.hasMore]).toEqual([0, false]);
    expect([size?.names, size?.values.length, size?.hasMore]).toEqual([['attributes', 'size'], 50, true]);
    expect([other?.values, other?.hasMore]).toEqual([[], true]);
    expect(fields).toHaveLength(2 + 50);
  });
});

describe('the items that meet a filter', () => {
  it('are counted, by what the filter names alone', async () => {
    const { read, asked } = aCatalogue(lamps.slice(0, 2), lamps.slice(2));

    await expect(
      countItems('demo', { filter: "brand = 'Norra' and attributes.colour = 'red'" }, read),
    ).resolves.toEqual({
      ...{ looked: 3, isWhole: true, matched: 1 },
    });
    expect(asked).toEqual(['demo attributes,brand 0', 'demo attributes,brand 1']);
  });

  it('are counted in ten megabytes at most, which is told', async () => {
    const { read, asked } = aCatalogue(...Array.from({ length: 12 }, (_, place) => [anItem(`${place}`)]));

    await expect(countItems('demo', { filter: 'price > 0' }, read)).resolves.toEqual({
      looked: 10,
      isWhole: false,
      matched: 10,
    });
    expect(asked).toHaveLength(10);
  });

  it('are read again after five minutes, for each shop apart', async () => {
    const { read, asked, pass } = aCatalogue(lamps);
    for (const filter of ['price > 0', 'price > 5']) await countItems('demo', { filter }, read);
    await countItems('other', { filter: 'price > 0' }, read);
    expect(asked).toEqual(['demo price 0', 'other price 0']);

    pass(5 * 60_000 + 1);
    await countItems('demo', { filter: 'price > 0' }, read);

    expect(asked).toHaveLength(3);
  });

  it.each([
    ['customer.isKnown', 'not-of-items'],
    ['brand = context.item.brand', 'not-of-items'],
    ['price <', 'filter-unfinished'],
  ])('are not counted for %s', (filter, code) => {
    const { error } = CountItemsQuery.safeParse({ filter });

    expect(error && fieldErrorsOf(error)).toMatchObject([{ pointer: '#/filter', code }]);
  });
});
