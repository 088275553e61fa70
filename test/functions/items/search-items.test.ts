import { BatchWriteCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { createItemRepository } from '../../../core/items/item-repository.ts';
import { ValidationError } from '../../../core/platform/errors.ts';
import { listItems } from '../../../functions/items/list-items.ts';
import { putItems } from '../../../functions/items/put-items.ts';
import { aMemoryTable } from '../../support/memory-table.ts';
import { anItemRow } from '../../support/recommendations.ts';

const NOW = new Date('2026-11-01T10:00:00.000Z');
const later = (days: number) => new Date(NOW.getTime() + days * 86_400_000);

/** A shop with these titles, by id. */
async function aShopWith(titles: Readonly<Record<string, string>>, shop = 'demo') {
  const { client, mock } = aMemoryTable('items');
  const catalogue = createItemRepository(client, 'items');
  const put = (changed: Readonly<Record<string, string>>, at = NOW, of = shop) =>
    putItems(
      of,
      { items: Object.entries(changed).map(([itemId, title]) => ({ itemId, title, price: 1 })) },
      catalogue,
      { sendRows: async () => undefined },
      at,
    );
  const page = (search: string, { limit = 25, cursor = '' } = {}) =>
    listItems(shop, { search, limit, ...(cursor ? { cursor } : {}) }, catalogue);
  /** All ids that a search finds, page after page. */
  const found = async (search: string, limit = 25) => {
    const ids: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { data, next_cursor }: Awaited<ReturnType<typeof page>> = await page(search, { limit, cursor });
      expect(data.length).toBeLessThanOrEqual(limit);
      ids.push(...data.map(({ itemId }) => itemId));
      cursor = next_cursor;
    }
    return ids;
  };
  if (Object.keys(titles).length) await put(titles);
  return { catalogue, mock, put, page, found };
}

describe('a search of the catalogue', () => {
  it('finds items by how the words of their titles begin, each once and whole words first', async () => {
    const { found } = await aShopWith({
      a: 'Lampshade, linen',
      b: 'Lamp of linen for a lampshade',
      c: 'Desk lamp',
      d: 'Clamp',
    });

    await expect(found('lamp')).resolves.toEqual(['b', 'c', 'a']);
    await expect(found('LIN lamp')).resolves.toEqual(['b', 'a']);
    await expect(found('lamps d')).resolves.toEqual([]);
  });

  it('finds parts of titles that are written without spaces', async () => {
    const { found } = await aShopWith({ a: '红色羊毛袜', b: '羊毛围巾', c: '棉袜' });

    await expect(found('羊毛')).resolves.toEqual(['b', 'a']);
    await expect(found('袜')).resolves.toEqual(['a', 'c']);
  });

  it('finds items by how their ids begin, before what titles say and no second time', async () => {
    const { found } = await aShopWith({ x1: 'SKU 7', 'SKU-1': 'Lamp', 'SKU-12': 'SKU of a rug', sku: 'Vase' });

    await expect(found('SKU')).resolves.toEqual(['SKU-1', 'SKU-12', 'x1']);
    await expect(found('SKU-12')).resolves.toEqual(['SKU-12']);
    await expect(found('SKU', 1)).resolves.toEqual(['SKU-1', 'SKU-12', 'x1']);
    await expect(found('#')).resolves.toEqual([]);
  });

  it('finds what a look through all titles and ids would, once each, whatever the size of its pages', async () => {
    const word = fc.constantFrom('la', 'lamp', 'lamps', 'lin', 'linen', 'Écru', 'ecr', '羊毛', '毛袜', 's', '12');
    const titles = fc.array(fc.array(word, { minLength: 1, maxLength: 5 }), { maxLength: 15 });
    const search = fc.array(word, { minLength: 1, maxLength: 3 });
    const plain = (text: string) => text.toLowerCase().replaceAll('é', 'e');

    await fc.assert(
      fc.asyncProperty(titles, search, fc.integer({ min: 1, max: 7 }), async (said, typed, limit) => {
        const rows = said.map((words, index) => ({ itemId: `${index + 5}`, title: words.join(' '), words }));
        const { found } = await aShopWith(Object.fromEntries(rows.map(({ itemId, title }) => [itemId, title])));
        const begins = (title: string, part: string) =>
          /\p{Script=Han}/u.test(part)
            ? title.includes(part)
            : plain(title)
                .split(' ')
                .some((one) => one.startsWith(plain(part)));
        const naive = rows.filter(
          ({ itemId, title }) => itemId.startsWith(typed.join(' ')) || typed.every((part) => begins(title, part)),
        );

        expect((await found(typed.join(' '), limit)).toSorted()).toEqual(naive.map(({ itemId }) => itemId).toSorted());
      }),
      { numRuns: 60 },
    );
  });

  it('finds a title as it is now', async () => {
    const { found, put } = await aShopWith({ lamp: 'Red linen lamp', rug: 'Red rug' });

    await put({ lamp: 'Blue cotton lamp' }, later(1));

    await expect(found('red')).resolves.toEqual(['rug']);
    await expect(found('cotton lamp')).resolves.toEqual(['lamp']);
    await expect(found('linen')).resolves.toEqual([]);
  });

  it('shows nothing that a line of before says', async () => {
    const { catalogue, found } = await aShopWith({ lamp: 'Lamp' });
    await catalogue.putWords(
      'demo',
      [
        { word: 'gone', itemId: 'gone', title: 'Gone' },
        { word: 'linen', itemId: 'lamp', title: 'Linen lamp' },
      ],
      [],
    );

    await expect(found('gone')).resolves.toEqual([]);
    await expect(found('linen')).resolves.toEqual([]);
  });

  it('writes no word again while the title stays, but once a week what two requests at once may have left off', async () => {
    const { catalogue, found, mock, put } = await aShopWith({ lamp: 'Linen lamp' });
    const wordsWritten = () =>
      mock
        .commandCalls(BatchWriteCommand)
        .flatMap(({ args: [{ input }] }) => input.RequestItems?.items ?? [])
        .filter(({ PutRequest }) => String(PutRequest?.Item?.pk).includes('#WORDS#')).length;
    await catalogue.putWords('demo', [], [{ word: 'linen', itemId: 'lamp', title: 'Linen lamp' }]);
    mock.resetHistory();

    await put({ lamp: 'Linen lamp' }, later(6));
    const soon = [wordsWritten(), await found('linen')];
    await put({ lamp: 'Linen lamp' }, later(7));

    expect(soon).toEqual([0, []]);
    expect([wordsWritten(), await found('linen')]).toEqual([2, ['lamp']]);
  });

  it('finds an item of before words were listed by its id, and by its title once it is put again', async () => {
    const { catalogue, found, put } = await aShopWith({});
    await catalogue.putAll([anItemRow('lamp-1', { title: 'Linen', listedAt: NOW.toISOString() })]);

    const before = [await found('linen'), await found('lamp')];
    await put({ 'lamp-1': 'Linen' });

    expect(before).toEqual([[], ['lamp-1']]);
    await expect(found('linen')).resolves.toEqual(['lamp-1']);
  });

  it('looks through a thousand lines at once and no more, and goes on behind them', async () => {
    const many = Object.fromEntries(Array.from({ length: 1_200 }, (_, index) => [`i${index + 1_000}`, 'Lamp red']));
    const { mock, page, put } = await aShopWith({ ...many, z: 'Lamp blue' });
    await put({ y: 'Blue' });
    mock.resetHistory();

    const first = await page('lamp blu');
    const queries = mock.commandCalls(QueryCommand).map(({ args: [{ input }] }) => input.Limit);
    const second = await page('lamp blu', { cursor: first.next_cursor ?? '' });

    expect(queries).toEqual([25, 1_000]);
    expect([first.data, first.has_more]).toEqual([[], true]);
    expect(second).toMatchObject({ data: [{ itemId: 'z' }], has_more: false });
  });

  it('finds items of its own shop alone, and goes on from no cursor of another or of another search', async () => {
    const { found, page, put } = await aShopWith({ lamp: 'Lamp', lamb: 'Lamb lamp', rug: 'Rug' });
    await put({ theirs: 'Lamp' }, NOW, 'other');
    const first = await page('lamp', { limit: 1 });
    const theirs = Buffer.from(JSON.stringify({ pk: 'SHOP#other#WORDS#l', sk: 'lamp#a' })).toString('base64url');

    await expect(found('lamp')).resolves.toEqual(['lamp', 'lamb']);
    for (const cursor of [theirs, `words.${theirs}`])
      await expect(page('lamp', { cursor })).rejects.toThrow(ValidationError);
    await expect(page('rug', { cursor: first.next_cursor ?? '' })).rejects.toThrow(ValidationError);
  });
});
