import { SlateLine } from '../../../core/recommendations/batch-contract.ts';
import { endSlateBatch } from '../../../functions/recommendations/end-slate-batch.ts';
import { writeSlatePages } from '../../../functions/recommendations/write-slate-page.ts';
import { aNow, aRecipe, aShopProfile, aShopWorld } from '../../support/recommendations.ts';
import {
  aBatch,
  aStore,
  batchId,
  beginning,
  customers,
  heldOut,
  rows,
  shelf,
  writeAll,
} from '../../support/slate-batches.ts';

describe('a batch of slates', () => {
  const slates = aBatch({ kind: 'slates', k: 3, filter: 'itemId != "lamp"' });

  it('is a line a customer under the same filter and holdout as a single slate, and each is logged', async () => {
    const { store, decisions, last } = await writeAll(slates, {
      recipes: [aRecipe('for-you', { filter: 'itemId != "sofa"' })],
    });

    const lines = [...store.files.values()].flat();
    expect([...store.files.keys()]).toEqual(['3-0', '3-1']);
    expect(last).toEqual({ shard: 3, cursor: null, pages: 2, customers: 4 });
    expect(lines).toHaveLength(4);
    expect(JSON.stringify(lines)).not.toMatch(/"(lamp|sofa)"/);
    expect(lines).toContainEqual(expect.objectContaining({ customer: heldOut, experimentArm: 'holdout' }));
    expect(new Set(decisions.map(({ requestId }) => requestId)).size).toBe(4);
  });

  it('is the same when a page is written again, chance included', async () => {
    const recipes = [aRecipe('for-you', { epsilon: 0.5 })];

    const once = await writeAll(slates, { recipes, random: () => 0.1 });
    const again = await writeAll(slates, { recipes, random: () => 0.9 });

    expect([...again.store.files]).toEqual([...once.store.files]);
    expect(again.decisions).toEqual(once.decisions);
  });

  it('looks in the catalogue for what a filter asks and nobody would come across, and says where it saw too little of it', async () => {
    const searched = aBatch({ kind: 'slates', k: 3, filter: 'title contains "bowl"' });
    const stretch = async () => ({ items: [], end: 'sofa' });

    const whole = await writeAll(searched, { popular: ['lamp'] });
    const part = await writeAll(searched, { popular: ['lamp'], stretch });

    const linesOf = ({ store }: typeof whole) => [...store.files.values()].flat().map((line) => SlateLine.parse(line));
    expect(linesOf(whole).map(({ items, hasUnseen }) => [items[0]?.itemId, hasUnseen])).toEqual(
      customers.map(() => ['bowl', undefined]),
    );
    expect(linesOf(part).map(({ items, hasUnseen }) => [items, hasUnseen])).toEqual(customers.map(() => [[], true]));
  });

  it('stops between pages when time is up, and goes on where it stopped', async () => {
    const store = aStore();
    const { sources } = aShopWorld({ rows });
    const ports = {
      listPseudonyms: store.listPseudonyms,
      files: store.ports,
      batches: store.batches,
      recipes: shelf(),
      sources,
    };

    const first = await writeSlatePages(aShopProfile, slates, beginning, ports, () => false);
    const rest = await writeSlatePages(aShopProfile, slates, first, ports, () => false);

    expect(first).toEqual({ shard: 3, cursor: 'next', pages: 1, customers: 2 });
    expect(rest).toEqual({ shard: 3, cursor: null, pages: 2, customers: 4 });
    expect(store.noted).toEqual([
      { shard: 3, customers: 2, isDone: false },
      { shard: 3, customers: 4, isDone: true },
    ]);
  });

  it('keeps what is written when a later page fails, which is then the first to be tried again', async () => {
    const store = aStore();
    const write = async (shop: string, batch: string, name: string, lines: readonly object[]) => {
      if (name === '3-1') throw new Error('The bucket is away');
      await store.ports.write(shop, batch, name, lines);
    };
    const { sources } = aShopWorld({ rows });
    const files = { ...store.ports, write };
    const ports = { listPseudonyms: store.listPseudonyms, files, batches: store.batches, recipes: shelf(), sources };

    const first = await writeSlatePages(aShopProfile, slates, beginning, ports, () => true);

    expect(first).toMatchObject({ cursor: 'next', pages: 1 });
    await expect(writeSlatePages(aShopProfile, slates, first, ports, () => true)).rejects.toThrow('bucket is away');
  });

  it('is made by its recipe as it stood when the batch was started, and each line says so', async () => {
    const recipes = [1, 2].map((version) => ({
      ...aRecipe('for-you', { filter: version === 1 ? 'itemId != "sofa"' : 'itemId = "sofa"' }),
      version,
    }));

    const { store } = await writeAll({ ...slates, recipeVersion: 1 }, { recipes });
    const ours = await writeAll({ ...slates, recipeVersion: 0 }, { recipes });

    const lines = [...store.files.values()].flat();
    expect(lines.map((line) => SlateLine.parse(line).recipe)).toEqual(Array(4).fill('for-you@1'));
    expect(JSON.stringify(lines)).not.toContain('"sofa"');
    expect([...ours.store.files.values()].flat()).toContainEqual(expect.objectContaining({ recipe: 'for-you@0' }));
  });
});

describe('a batch that failed', () => {
  it('says why, and came to nothing', async () => {
    const failed: object[] = [];
    const batches = {
      get: async () => aBatch({ kind: 'slates' }),
      finish: async () => Promise.reject(new Error('nothing is finished')),
      fail: async (_shop: string, _batch: string, failure: object) => void failed.push(failure),
    };
    const reason = 'UnavailableError: asleep';

    await endSlateBatch({ shop: 'demo', batchId, status: 'failed', reason }, aNow, batches, aStore().ports);

    expect(failed).toEqual([{ reason, endedAt: aNow.toISOString() }]);
  });
});
