import { createApiClient } from '../../../console/src/api/api-client.ts';
import { findItems, idsIn, offersOf, outcomeOf } from '../../../console/src/items/found-items.ts';
import type { ItemPage } from '../../../core/items/contract.ts';
import { anItemRow } from '../../support/recommendations.ts';

const rows = (count: number, from = 0) => Array.from({ length: count }, (_, index) => anItemRow(`i${from + index}`));
const aPage = (data: ItemPage['data'], next: string | null): ItemPage => ({
  data,
  has_more: next !== null,
  next_cursor: next,
});

/** Answers with one page after the other, the last again and again. */
function anApi(...pages: (ItemPage | (() => ItemPage))[]) {
  const asked: string[] = [];
  const api = createApiClient({
    apiUrl: '',
    token: async () => 'token',
    fetcher: async (url, init) => {
      asked.push(String(url));
      const page = pages[asked.length - 1] ?? pages.at(-1);
      const answer = Response.json(typeof page === 'function' ? page() : page);
      init?.signal?.throwIfAborted();
      return answer;
    },
  });
  return { api, asked };
}

describe('items that are searched for', () => {
  it('are asked for in one request where it brings enough', async () => {
    const { api, asked } = anApi(aPage(rows(20), 'next'));

    const found = await findItems(api, 'red lamp');

    expect([found.items.length, found.hasMore]).toEqual([20, true]);
    expect(asked).toEqual(['/items?search=red+lamp&limit=20']);
  });

  it('are looked for on the next pages where one is short, until there are enough or no more', async () => {
    const enough = anApi(aPage([], 'a'), aPage(rows(15), 'b'), aPage(rows(10, 15), 'c'));
    const all = anApi(aPage(rows(1), 'a'), aPage(rows(1, 1), null));

    await expect(findItems(enough.api, 'lamp')).resolves.toMatchObject({ items: { length: 20 }, hasMore: true });
    await expect(findItems(all.api, 'lamp')).resolves.toEqual({ items: rows(2), hasMore: false });
    expect(enough.asked[2]).toBe('/items?search=lamp&limit=20&cursor=b');
  });

  it('are given up after five pages, which is told', async () => {
    const { api, asked } = anApi(aPage([], 'on'));

    const found = await findItems(api, 'lamp');

    expect(asked).toHaveLength(5);
    expect(outcomeOf(found, 'lamp')).toBe('noneYet');
  });

  it('are asked for no further once nobody waits', async () => {
    const waiting = new AbortController();
    const { api, asked } = anApi(() => {
      if (asked.length === 2) waiting.abort();
      return aPage([], 'on');
    });

    await expect(findItems(api, 'lamp', waiting.signal)).rejects.toThrow('aborted');
    expect(asked).toHaveLength(2);
  });
});

describe('what is offered', () => {
  it('is what was found and is not chosen yet', () => {
    const found = { items: rows(3), hasMore: false };

    expect(offersOf(found, 'lamp', ['i1']).map(({ itemId }) => itemId)).toEqual(['i0', 'i2']);
    expect(offersOf(found, 'lamp', ['i0', 'i1', 'i2'])).toEqual([]);
  });

  it('is what was typed, as an id, where nothing was found', () => {
    const nothing = { items: [], hasMore: false };

    expect(offersOf(nothing, 'lamp-7', [])).toEqual([{ itemId: 'lamp-7' }]);
    expect(offersOf(nothing, 'lamp-7', ['lamp-7'])).toEqual([]);
    expect(offersOf(nothing, '', [])).toEqual([]);
  });
});

it.each([
  ['', 3, true, 'first'],
  ['', 3, false, 'all'],
  ['lamp', 3, true, 'more'],
  ['lamp', 3, false, 'found'],
  ['lamp', 0, false, 'none'],
])('of %j with %i items, more of them %j, it is told: %s', (search, count, hasMore, outcome) => {
  expect(outcomeOf({ items: rows(count), hasMore }, search)).toBe(outcome);
});

it('takes ids apart that were typed or pasted', () => {
  expect(idsIn(' a, b\n\nc,, d ')).toEqual(['a', 'b', 'c', 'd']);
});
