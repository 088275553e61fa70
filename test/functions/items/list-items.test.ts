import type { CatalogueRow } from '../../../core/items/contract.ts';
import { ItemPage, ListItemsQuery } from '../../../core/items/contract.ts';
import { listItems } from '../../../functions/items/list-items.ts';

const anItem = (itemId: string): CatalogueRow => ({
  shop: 'demo',
  itemId,
  title: itemId,
  description: '',
  category: [],
  brand: '',
  attributes: {},
  price: 100,
  stock: null,
  isHidden: false,
  updatedAt: '2026-01-01T00:00:00.000Z',
});

const catalogue = {
  list: async () => ({ data: [anItem('first')], has_more: true, next_cursor: 'next' }),
  getMany: async (_shop: string, ids: readonly string[]) => ids.map(anItem),
  listByWord: async () => ({ data: [], has_more: false, next_cursor: null }),
};

describe('listItems', () => {
  it('answers the items asked for by id, in one page', async () => {
    const page = await listItems('demo', ListItemsQuery.parse({ ids: 'b,a,' }), catalogue);

    expect(page.data.map(({ itemId }) => itemId)).toEqual(['b', 'a']);
    expect(page.has_more).toBe(false);
  });

  it('answers a page of all items when no id is named', async () => {
    await expect(listItems('demo', ListItemsQuery.parse({}), catalogue)).resolves.toMatchObject({
      next_cursor: 'next',
    });
  });

  it('is read without what the catalogue marks for itself', () => {
    const row = { ...anItem('a'), listedAt: '2026-01-01T00:00:00.000Z', wordsListedAt: '2026-01-01T00:00:00.000Z' };

    expect(ItemPage.parse({ data: [row], has_more: false, next_cursor: null }).data).toEqual([anItem('a')]);
  });

  it('takes a hundred ids at most', () => {
    const ids = Array.from({ length: 101 }, (_, index) => `i${index}`).join(',');

    expect(ListItemsQuery.safeParse({ ids }).success).toBe(false);
  });

  it('is asked for items by id or for what a search finds, and for both in vain', () => {
    const { error } = ListItemsQuery.safeParse({ ids: 'a', search: 'lamp' });

    expect(error?.issues).toMatchObject([{ path: ['search'], params: { code: 'ids-and-search' } }]);
  });
});
