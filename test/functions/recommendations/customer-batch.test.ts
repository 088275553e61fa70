import type { LakeEvent } from '../../../core/events/contract.ts';
import { CustomerLine, type SlateBatch } from '../../../core/recommendations/batch-contract.ts';
import { RecipeDraft } from '../../../core/recommendations/recipe.ts';
import { keepBest, readBest } from '../../../functions/recommendations/best-of-part.ts';
import { endSlateBatch } from '../../../functions/recommendations/end-slate-batch.ts';
import { aNow, type ShopWorld } from '../../support/recommendations.ts';
import { aBatch, aStore, batchId, customers, heldOut, rows, writeAll } from '../../support/slate-batches.ts';

describe('a batch of customers', () => {
  const aSegment = (request: object = {}) =>
    aBatch({ kind: 'customers', itemIds: ['lamp', 'rug'], size: 3, ...request });
  async function ended(
    batch: SlateBatch,
    store: ReturnType<typeof aStore>,
    parts = [{ shard: 3, pages: 2, customers: 4 }],
  ) {
    const endings: object[] = [];
    const batches = {
      get: async () => batch,
      finish: async (_shop: string, _batch: string, ending: object) => {
        endings.push(ending);
      },
      fail: async () => {},
    };
    await endSlateBatch({ shop: 'demo', batchId, status: 'done', parts }, aNow, batches, store.ports);
    return endings;
  }
  const aLine = (customer: string, score: number) => ({
    customer,
    itemId: 'lamp',
    score,
    experimentArm: 'treated' as const,
    modelVersion: 'm1',
  });

  it('holds each with the item they are likeliest to buy, the best in one file, and logs no decision', async () => {
    const batch = aSegment({ size: 4 });
    const { store, decisions } = await writeAll(batch, { champion: { lamp: 0.2, rug: 0.7 } });

    const endings = await ended(batch, store);

    const segment = store.files.get('segment') ?? [];
    expect(segment).toHaveLength(4);
    expect(segment[0]).toMatchObject({ itemId: 'rug', score: 0.7, modelVersion: 'm1' });
    expect(segment).toContainEqual(expect.objectContaining({ customer: heldOut, experimentArm: 'holdout' }));
    expect(decisions).toEqual([]);
    expect(endings).toMatchObject([{ customers: 4, found: 4, files: 1 }]);
  });

  it('keeps the best of all pages and parts, however the scores fall', async () => {
    const store = aStore();
    const part = { shop: 'demo', batchId, shard: 3 };
    await keepBest({ ...part, pages: 0 }, [aLine('a', 0.1), aLine('b', 0.9)], 3, store.ports);
    await keepBest({ ...part, pages: 1 }, [aLine('c', 0.5), aLine('d', 0.2)], 3, store.ports);
    await keepBest({ ...part, shard: 5, pages: 0 }, [aLine('e', 0.6)], 3, store.ports);

    await ended(aSegment(), store, [
      { shard: 3, pages: 2, customers: 4 },
      { shard: 4, pages: 0, customers: 9 },
      { shard: 5, pages: 1, customers: 1 },
    ]);

    expect(store.files.get('segment')).toEqual([aLine('b', 0.9), aLine('e', 0.6), aLine('c', 0.5)]);
  });

  it('is the same when a page is written again, even where the champion has changed its mind', async () => {
    const store = aStore();
    const part = { shop: 'demo', batchId, shard: 3 };
    await keepBest({ ...part, pages: 0 }, [aLine('a', 0.4)], 1, store.ports);
    await keepBest({ ...part, pages: 1 }, [aLine('b', 0.9)], 1, store.ports);

    await keepBest({ ...part, pages: 1 }, [aLine('b', 0.1)], 1, store.ports);

    await expect(readBest({ ...part, pages: 2 }, store.ports)).resolves.toEqual([aLine('a', 0.4)]);
  });

  it('counts nobody twice where several pages are written again, since a call ended before it told of them', async () => {
    const store = aStore();
    const part = { shop: 'demo', batchId, shard: 3 };
    const pages = [[aLine('a', 0.9)], [aLine('b', 0.8)], [aLine('c', 0.7)]];
    const from = async (first: number) => {
      for (const [page, lines] of pages.entries())
        if (page >= first) await keepBest({ ...part, pages: page }, lines, 3, store.ports);
    };
    await from(0);
    await from(1);

    await expect(readBest({ ...part, pages: 3 }, store.ports)).resolves.toEqual(pages.flat());
  });

  it('ends by reading one file a part, however many pages there were', async () => {
    const store = aStore();
    const parts = [3, 5].map((shard) => ({ shard, pages: 300, customers: 300 }));
    for (const { shard, pages } of parts) {
      for (let page = 0; page < pages; page++)
        await keepBest(
          { shop: 'demo', batchId, shard, pages: page },
          [aLine(`${shard}-${page}`, page)],
          3,
          store.ports,
        );
    }
    store.reads.length = 0;

    const endings = await ended(aSegment(), store, parts);

    expect(store.reads).toHaveLength(2);
    expect(store.files.get('segment')).toEqual([aLine('3-299', 299), aLine('5-299', 299), aLine('3-298', 298)]);
    expect(endings).toMatchObject([{ customers: 600, found: 3, files: 1 }]);
  });

  it('counts an item for a customer only where the filter of the batch holds, for item and customer alike', async () => {
    const [first = '', second = ''] = customers;
    const batch = aSegment({ filter: `itemId != "rug" and customer.viewed contains "sofa"` });
    const { store } = await writeAll(batch, {
      champion: { lamp: 0.2, rug: 0.7 },
      events: {
        [first]: [{ event: 'Product Viewed', items: [{ itemId: 'sofa', quantity: 1, price: 10 }] }],
        [second]: [{ event: 'Product Viewed', items: [{ itemId: 'vase', quantity: 1, price: 10 }] }],
      },
    });

    await ended(batch, store, [{ shard: 3, pages: 1, customers: 4 }]);

    expect(store.files.get('segment')).toMatchObject([{ customer: first, itemId: 'lamp', score: 0.2 }]);
  });

  describe('by a recipe', () => {
    const [buyer = '', idler = ''] = customers;
    const did = (event: LakeEvent['event'], itemId: string) => ({ event, items: [{ itemId, quantity: 1, price: 10 }] });
    const champion = { lamp: 0.7, rug: 0.5, desk: 0.3 };

    /** Who is in the segment, and by which item. */
    async function segmentBy(draft: object, world: Partial<ShopWorld> = {}, request: object = {}) {
      const recipe = { ...RecipeDraft.parse({ base: 'user-segment', ...draft }), name: 'lapsed', version: 2 };
      const itemIds = ['lamp', 'rug', 'desk'];
      const batch = { ...aSegment({ recipe: 'lapsed', itemIds, size: 4, ...request }), recipeVersion: 2 };
      const recipes = [recipe, { ...recipe, version: 3 }];
      const { store, last } = await writeAll(batch, { champion, ...world, recipes });
      await ended(batch, store, [last]);
      return (store.files.get('segment') ?? []).map((line) => CustomerLine.parse(line));
    }
    const itemOf = (lines: readonly CustomerLine[], customer: string) =>
      lines.find((line) => line.customer === customer)?.itemId;

    it('says in each line which version of which recipe it was', async () => {
      const lines = await segmentBy({});

      expect(lines.map(({ recipe }) => recipe)).toEqual(Array(4).fill('lapsed@2'));
    });

    it('meets both filters, the one of the recipe and the one of the batch', async () => {
      const lines = await segmentBy({ filter: 'itemId != "lamp"' }, {}, { filter: 'itemId != "rug"' });

      expect(lines.map(({ itemId }) => itemId)).toEqual(Array(4).fill('desk'));
    });

    it.each([
      ['purchased', 'Order Completed'],
      ['inBasket', 'Product Added'],
    ] as const)(
      'leaves out of the items what the customer has %s only where the recipe says so',
      async (name, event) => {
        const events = { [buyer]: [did(event, 'lamp')] };

        const usual = await segmentBy({}, { events });
        const excluding = await segmentBy({ exclude: { [name]: true } }, { events });

        expect([itemOf(usual, buyer), itemOf(usual, idler)]).toEqual(['lamp', 'lamp']);
        expect([itemOf(excluding, buyer), itemOf(excluding, idler)]).toEqual(['rug', 'lamp']);
      },
    );

    it('takes nobody for what is sold out where the recipe says so', async () => {
      const soldOut = rows.map((row) => ({ ...row, stock: row.itemId === 'lamp' ? 0 : null }));

      const usual = await segmentBy({}, { rows: soldOut });
      const excluding = await segmentBy({ exclude: { outOfStock: true } }, { rows: soldOut });

      expect([itemOf(usual, buyer), itemOf(excluding, buyer)]).toEqual(['lamp', 'rug']);
    });

    it('takes nobody for what is hidden, and no customer for what they waved away, whatever the recipe says', async () => {
      const hidden = rows.map((row) => ({ ...row, isHidden: row.itemId === 'lamp' }));
      const events = { [buyer]: [did('Recommendation Dismissed', 'rug')] };

      const lines = await segmentBy({}, { rows: hidden, events });

      expect([itemOf(lines, buyer), itemOf(lines, idler)]).toEqual(['desk', 'rug']);
    });

    it('leaves out whom its rules leave no item', async () => {
      const events = { [buyer]: [did('Recommendation Dismissed', 'lamp')] };

      const lines = await segmentBy({ filter: 'itemId = "lamp"' }, { events });

      expect(lines).toHaveLength(3);
      expect(itemOf(lines, buyer)).toBeUndefined();
    });

    it('takes a customer for what it boosts, at the probability of that item', async () => {
      const boosts = [{ name: 'own brand', filter: 'itemId = "rug"', strength: 0.5 }];

      const lines = await segmentBy({ boosts });

      expect(lines.map(({ itemId, score }) => [itemId, score])).toEqual(Array(4).fill(['rug', 0.5]));
    });

    it('is of the size that was asked for at most, and the same whatever is drawn', async () => {
      const once = await segmentBy({}, { random: () => 0.1 }, { size: 3 });
      const again = await segmentBy({}, { random: () => 0.9 }, { size: 3 });

      expect(once).toHaveLength(3);
      expect(again).toEqual(once);
    });
  });

  describe('of items that nobody had met when the champion was made', () => {
    const champion = { lamp: 0.2, rug: 0.7, desk: 0.6 };
    const [first = ''] = customers;
    const dismissed = {
      [first]: [{ event: 'Recommendation Dismissed', items: [{ itemId: 'lamp', quantity: 1, price: 1 }] }],
    };

    async function filesOf(world: Partial<ShopWorld>, request: object = {}) {
      const batch = aSegment({ size: 4, itemIds: ['lamp', 'rug', 'desk'], ...request });
      const { store, last } = await writeAll(batch, { champion, ...world });
      const endings = await ended(batch, store, [last]);
      const linesOf = (name: string) => store.files.get(name)?.map((line) => CustomerLine.parse(line));
      return { endings, met: linesOf('segment'), unmet: linesOf('segment-unmet') };
    }

    it('has its customers once more for these, in a file of their own, as a score compares with those of its kind alone', async () => {
      const { endings, met, unmet } = await filesOf({ unmet: ['rug', 'desk'] });

      expect(met?.map(({ itemId, score, isUnmet }) => [itemId, score, isUnmet])).toEqual(
        Array(4).fill(['lamp', 0.2, undefined]),
      );
      expect(unmet?.map(({ itemId, score, isUnmet }) => [itemId, score, isUnmet])).toEqual(
        Array(4).fill(['rug', 0.7, true]),
      );
      expect(endings).toMatchObject([{ customers: 4, found: 4, foundUnmet: 4, files: 2 }]);
    });

    it('has a customer who may be shown such items alone in no other file', async () => {
      const { endings, met, unmet } = await filesOf({ unmet: ['rug', 'desk'], events: dismissed });

      expect(met?.map(({ customer }) => customer)).not.toContain(first);
      expect(unmet?.map(({ customer }) => customer)).toContain(first);
      expect(endings).toMatchObject([{ found: 3, foundUnmet: 4 }]);
    });

    it('is of the size that was asked for in each of its files', async () => {
      const { met, unmet } = await filesOf({ unmet: ['rug'] }, { size: 2 });

      expect([met?.length, unmet?.length]).toEqual([2, 2]);
    });

    it('is one file where all of them are such, whose lines say so', async () => {
      const { endings, met, unmet } = await filesOf({ unmet: ['lamp', 'rug', 'desk'] });

      expect([met?.map(({ isUnmet }) => isUnmet), unmet]).toEqual([Array(4).fill(true), undefined]);
      expect(endings).toMatchObject([{ found: 4, files: 1 }]);
      expect(endings[0]).not.toHaveProperty('foundUnmet');
    });
  });

  it('is not made of two scales: without the champion the page waits and is tried again', async () => {
    await expect(writeAll(aSegment(), { champion: 'late' })).rejects.toThrow('does not answer');
  });
});
