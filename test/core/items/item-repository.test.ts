import { BatchWriteCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { CatalogueRow } from '../../../core/items/contract.ts';
import { createItemRepository } from '../../../core/items/item-repository.ts';
import { weekTraits } from '../../../core/items/traits.ts';
import { ValidationError } from '../../../core/platform/errors.ts';
import { putItems } from '../../../functions/items/put-items.ts';
import { aMemoryTable } from '../../support/memory-table.ts';
import { anItemRow } from '../../support/recommendations.ts';

const NOW = new Date('2026-11-01T10:00:00.000Z');

async function aCatalogue() {
  const sent: object[] = [];
  const table = aMemoryTable('items');
  const catalogue = createItemRepository(table.client, 'items');
  const queue = {
    sendRows: async (_kind: string, _shop: string, _at: Date, rows: readonly object[]) => {
      sent.push(...rows);
    },
  };
  const put = (shop: string, items: unknown[], at = NOW) => putItems(shop, { items }, catalogue, queue, at);
  const titlesOf = async (shop: string) => (await catalogue.list(shop, { limit: 25 })).data.map(({ title }) => title);
  return { catalogue, put, titlesOf, sent, mock: table.mock, rows: () => [...table.rows.values()] };
}

describe('the catalogue', () => {
  it('shows a shop its own items alone, also where another has the same id', async () => {
    const { catalogue, put, titlesOf } = await aCatalogue();
    await put('demo', [{ itemId: 'lamp', title: 'Our lamp', price: 100 }]);
    await put('other', [{ itemId: 'lamp', title: 'Their lamp', price: 200 }]);

    await expect(titlesOf('demo')).resolves.toEqual(['Our lamp']);
    const titles = (await catalogue.getMany('demo', ['lamp'])).map(({ title }: CatalogueRow) => title);
    expect(titles).toEqual(['Our lamp']);
  });

  it('does not go on from where another shop’s page ended', async () => {
    const { catalogue } = await aCatalogue();
    const cursor = Buffer.from(JSON.stringify({ pk: 'SHOP#other', sk: 'ITEM#a' })).toString('base64url');

    await expect(catalogue.list('demo', { limit: 25, cursor })).rejects.toThrow(ValidationError);
  });

  it('lists every new item for as long as a model may not know it', async () => {
    const { catalogue, put, rows } = await aCatalogue();
    const ids = Array.from({ length: 450 }, (_, index) => `item-${index}`);

    await put(
      'demo',
      ids.map((itemId) => ({ itemId, title: itemId, price: 100 })),
    );

    const listed = await catalogue.listNew('demo', '2026-10-01T00:00:00.000Z');
    expect(listed.toSorted()).toEqual(ids.toSorted());
    expect(rows().filter((row) => 'expiresAt' in row)).toEqual([]);
  });

  it('keeps pictures for learning alone: numbers that no page reads', async () => {
    const { put, catalogue, sent } = await aCatalogue();
    const imageVector = [1, 2, 3, 4, 5, 6, 7, 8];

    const receipt = await put('demo', [
      { itemId: 'lamp', title: 'Lamp', price: 1, imageVector },
      { itemId: 'lamp', title: 'Lamp again', price: 1 },
      { itemId: 'sofa', title: 'Sofa', price: 1, imageVector: [1, 2] },
      { itemId: 'rug', title: 'Rug', price: 1, imageVector: [] },
    ]);

    expect(receipt.rejected).toMatchObject([{ index: 2, errors: [{ pointer: '#/items/2/imageVector' }] }]);
    expect(sent).toMatchObject([
      { itemId: 'lamp', imageVector },
      { itemId: 'rug', imageVector: [] },
    ]);
    const rows = await catalogue.getMany('demo', ['lamp', 'rug']);
    expect(rows.filter((row) => 'imageVector' in row)).toEqual([]);
  });

  it('takes the good rows of a request, names the bad ones and lets the last of two hold', async () => {
    const { put, titlesOf, sent } = await aCatalogue();

    const receipt = await put('demo', [
      { itemId: 'lamp', title: 'First', price: 1 },
      { itemId: 'sofa', title: 'Sofa', price: -1 },
      { itemId: 'lamp', title: 'Second', price: 2 },
    ]);

    expect(receipt).toMatchObject({ accepted: 2, rejected: [{ index: 1, errors: [{ pointer: '#/items/1/price' }] }] });
    await expect(titlesOf('demo')).resolves.toEqual(['Second']);
    expect(sent).toMatchObject([{ shop: 'demo', itemId: 'lamp', title: 'Second' }]);
  });

  it('lists items under what they have now, and no longer under what they had', async () => {
    const { catalogue, put } = await aCatalogue();
    const lamp = { itemId: 'lamp', title: 'Lamp', price: 1, brand: 'Norra', category: ['Home', 'Lamps'] };
    await put('demo', [
      { ...lamp, attributes: { colour: 'red' } },
      { ...lamp, itemId: 'rug' },
    ]);

    await put('demo', [{ ...lamp, price: 2, brand: 'Pogo', attributes: { colour: 'blue' } }]);

    const listed = async (trait: string, shop = 'demo') => (await catalogue.withTrait(shop, trait)).itemIds;
    await expect(listed('category=Lamps')).resolves.toEqual(['lamp', 'rug']);
    await expect(listed('brand=Norra')).resolves.toEqual(['rug']);
    await expect(listed('brand=Pogo')).resolves.toEqual(['lamp']);
    await expect(listed('attributes.colour=red')).resolves.toEqual([]);
    await expect(listed('attributes.colour=blue')).resolves.toEqual(['lamp']);
    await expect(listed('category=Lamps', 'other')).resolves.toEqual([]);
  });

  it('lists an item under the week in which it came, for good', async () => {
    const { catalogue, mock, put } = await aCatalogue();
    const lamp = { itemId: 'lamp', title: 'Lamp', price: 1 };
    const weekOf = (at: Date) => weekTraits(at.getTime(), at.getTime()).traits[0] ?? '';
    const listed = async (at: Date) => (await catalogue.withTrait('demo', weekOf(at))).itemIds;
    const later = new Date(NOW.getTime() + 6 * 86_400_000);
    await put('demo', [lamp]);
    mock.resetHistory();

    await put('demo', [lamp, { ...lamp, itemId: 'rug' }], later);

    const written = mock.commandCalls(BatchWriteCommand).flatMap(({ args: [{ input }] }) => input.RequestItems?.items);
    const ofWeeks = written.filter((write) => String(write?.PutRequest?.Item?.pk).includes('#WITH#firstSeenAt='));
    expect(ofWeeks.map((write) => write?.PutRequest?.Item?.itemId)).toEqual(['rug']);
    expect([await listed(NOW), await listed(later)]).toEqual([['lamp'], ['rug']]);
  });

  it('writes no list again when a little of the stock changes, or of the price', async () => {
    const { mock, put } = await aCatalogue();
    const lamp = { itemId: 'lamp', title: 'Lamp', price: 999, stock: 15, brand: 'Norra', category: ['Home', 'Lamps'] };
    await put('demo', [lamp]);
    mock.resetHistory();

    await put('demo', [{ ...lamp, price: 1_009, stock: 4 }]);

    const written = mock.commandCalls(BatchWriteCommand).flatMap(({ args: [{ input }] }) => input.RequestItems?.items);
    expect(written.map((write) => write?.PutRequest?.Item?.pk)).toEqual(['SHOP#demo']);
  });

  it('lists an item by about how many there are of it, and by nothing where nobody counts', async () => {
    const { catalogue, put } = await aCatalogue();
    const lamp = { itemId: 'lamp', title: 'Lamp', price: 1 };
    const listed = () =>
      Promise.all(
        ['stock=0', 'stock=1', 'stock=2'].map(async (one) => (await catalogue.withTrait('demo', one)).itemIds),
      );

    await put('demo', [
      { ...lamp, stock: 4 },
      { ...lamp, itemId: 'rug', stock: null },
    ]);
    const many = await listed();
    await put('demo', [{ ...lamp, stock: 3 }]);
    const few = await listed();
    await put('demo', [{ ...lamp, stock: 0 }]);

    expect([many, few, await listed()]).toEqual([
      [[], [], ['lamp']],
      [[], ['lamp'], []],
      [['lamp'], [], []],
    ]);
  });

  it('is read stretch by stretch, with the fields that are asked for and what says whether an item may be shown', async () => {
    const { catalogue, mock, put } = await aCatalogue();
    await put('demo', [{ itemId: 'lamp', title: 'Lamp', price: 1, stock: 4 }]);
    const end = { pk: 'SHOP#demo', sk: 'ITEM#lamp' };

    const last = await catalogue.stretch('demo', ['title', 'attributes']);
    mock.on(QueryCommand).resolves({ Items: [{ itemId: 'lamp', isHidden: false, stock: 4 }], LastEvaluatedKey: end });
    mock.resetHistory();
    const first = await catalogue.stretch('demo', ['title', 'stock'], 'ear');

    expect([last.items, last.end]).toMatchObject([
      [{ itemId: 'lamp', title: 'Lamp', isHidden: false, stock: 4 }],
      undefined,
    ]);
    expect(first).toMatchObject({ items: [{ itemId: 'lamp' }], end: 'lamp' });
    expect(mock.commandCalls(QueryCommand)[0]?.args[0].input).toMatchObject({
      ProjectionExpression: '#0, #1, #2, #3',
      ExpressionAttributeNames: { '#0': 'itemId', '#1': 'isHidden', '#2': 'stock', '#3': 'title' },
      ExclusiveStartKey: { pk: 'SHOP#demo', sk: 'ITEM#ear' },
    });
  });

  it('lists an unchanged item whose row is of before lists were kept, and leaves the lake without the mark', async () => {
    const { catalogue, put, sent } = await aCatalogue();
    const lamp = { itemId: 'lamp', title: 'Lamp', price: 1, brand: 'Norra' };
    await catalogue.putAll([anItemRow('lamp', lamp)]);

    await put('demo', [lamp]);

    await expect(catalogue.withTrait('demo', 'brand=Norra')).resolves.toMatchObject({ itemIds: ['lamp'] });
    await expect(catalogue.getMany('demo', ['lamp'])).resolves.toMatchObject([{ listedAt: NOW.toISOString() }]);
    expect(sent.filter((row) => 'listedAt' in row)).toEqual([]);
  });

  it('lists an item again that requests at once left off a list, once a week has gone by', async () => {
    const { catalogue, put } = await aCatalogue();
    const lamp = { itemId: 'lamp', title: 'Lamp', price: 1, brand: 'Norra' };
    const later = (days: number) => new Date(NOW.getTime() + days * 86_400_000);
    const ofBrand = async () => (await catalogue.withTrait('demo', 'brand=Norra')).itemIds;
    await put('demo', [lamp]);
    await catalogue.putTraits('demo', [], [{ trait: 'brand=Norra', itemId: 'lamp' }]);

    await put('demo', [lamp], later(6));
    const before = await ofBrand();
    await put('demo', [lamp], later(7));

    expect([before, await ofBrand()]).toEqual([[], ['lamp']]);
  });

  it('says whether a list is whole', async () => {
    const { catalogue, mock } = await aCatalogue();
    mock.on(QueryCommand).resolves({ Items: [{ itemId: 'lamp' }], LastEvaluatedKey: { pk: 'a', sk: 'b' } });

    await expect(catalogue.withTrait('demo', 'brand=Norra')).resolves.toEqual({ itemIds: ['lamp'], isWhole: false });
  });
});
