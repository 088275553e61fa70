import type { Batch } from '../../../core/content/batch-contract.ts';
import { StartBatchRequest } from '../../../core/content/batch-contract.ts';
import { NoGeneratorError } from '../../../functions/content/content-errors.ts';
import { endBatch } from '../../../functions/content/end-batch.ts';
import { pickBatchItems } from '../../../functions/content/pick-batch-items.ts';
import { writeBatchTexts } from '../../../functions/content/write-batch-texts.ts';
import { aCompletion, anItem } from '../../support/content.ts';

const batchId = '01jbatch0000000000000000aa';
const aBatch = (request: object = {}): Batch => ({
  shop: 'acme',
  batchId,
  request: StartBatchRequest.parse(request),
  status: 'running',
  isCounted: false,
  total: 0,
  drafted: 0,
  refused: 0,
  failed: 0,
  startedAt: '2026-11-03T10:00:00.000Z',
});

describe('pickBatchItems', () => {
  const batchesWith = (batch: Batch, patches: object[] = []) => ({
    get: async () => batch,
    patch: async (_shop: string, _batch: string, fields: object) => {
      patches.push(fields);
    },
  });

  it('hands out the items of a category, page by page, and says when it is at the end', async () => {
    const first = {
      data: [anItem({ itemId: 'a' }), anItem({ itemId: 'b', category: ['Home'] })],
      has_more: true,
      next_cursor: 'next',
    };
    const last = {
      data: [anItem({ itemId: 'c' }), anItem({ itemId: 'd', isHidden: true })],
      has_more: false,
      next_cursor: null,
    };
    const catalogue = {
      list: async (_shop: string, { cursor }: { cursor?: string | undefined }) => (cursor ? last : first),
    };
    const patches: object[] = [];
    const batches = batchesWith(aBatch({ category: 'Backpack' }), patches);

    const one = await pickBatchItems({ shop: 'acme', batchId, place: { cursor: null, taken: 0 } }, batches, catalogue);
    const two = await pickBatchItems({ shop: 'acme', batchId, place: one.place }, batches, catalogue);

    expect([one.chunks, one.isLast]).toEqual([[['a']], false]);
    expect([two.chunks, two.isLast]).toEqual([[['c']], true]);
    expect(patches.at(-1)).toEqual({ total: 2, isCounted: true });
  });

  it('takes no more than the limit, and names an item once', async () => {
    const catalogue = { list: async () => Promise.reject(new Error('the catalogue is not asked')) };
    const batches = batchesWith(aBatch({ itemIds: ['a', 'a', 'b', 'c'], limit: 2 }));

    const picked = await pickBatchItems(
      { shop: 'acme', batchId, place: { cursor: null, taken: 0 } },
      batches,
      catalogue,
    );

    expect(picked).toEqual({ chunks: [['a', 'b']], place: { cursor: null, taken: 2 }, isLast: true });
  });
});

describe('writeBatchTexts', () => {
  function write(complete: (itemId: string) => ReturnType<typeof aCompletion>, itemIds: string[]) {
    const ids: string[] = [];
    const outcomes: string[] = [];
    const desk = {
      catalogue: {
        getMany: async (_shop: string, [itemId = '']: readonly string[]) =>
          itemId === 'gone' ? [] : [anItem({ itemId })],
      },
      contents: {
        add: async ({ contentId }: { contentId: string }) => {
          ids.push(contentId);
          return true;
        },
      },
      complete: async (_shop: string, itemId: string) => complete(itemId),
    };
    const batches = {
      get: async () => aBatch(),
      count: async (_shop: string, _batch: string, itemId: string, outcome: string) => {
        outcomes.push(`${itemId} ${outcome}`);
      },
    };
    const answer = writeBatchTexts({ shop: 'acme', batchId, itemIds }, new Date('2026-11-03T10:00:00Z'), batches, desk);
    return { ids, outcomes, answer };
  }

  it('counts what was drafted, what nothing could be said about, and what failed', async () => {
    const { answer, outcomes } = write(
      (itemId) => (itemId === 'b' ? aCompletion('It is the best.') : aCompletion('Love our leather daypack.')),
      ['a', 'b', 'gone'],
    );

    expect(await answer).toEqual({ drafted: 1, refused: 1, failed: 1 });
    expect(outcomes).toEqual(['a drafted', 'b refused', 'gone failed']);
  });

  it('gives a draft the same id when the step runs again', async () => {
    const once = write(() => aCompletion('Love our leather daypack.'), ['a']);
    const again = write(() => aCompletion('Love our leather daypack.'), ['a']);
    await Promise.all([once.answer, again.answer]);

    expect(once.ids).toEqual(again.ids);
  });

  it('fails where nobody can write, so that a person hears of it', async () => {
    const { answer } = write(() => {
      throw new NoGeneratorError();
    }, ['a']);

    await expect(answer).rejects.toMatchObject({ code: 'no-generator' });
  });
});

describe('endBatch', () => {
  it('says that it is done, and leaves a failure to the first who tells of it', async () => {
    const told: unknown[][] = [];
    const tell =
      (verb: string) =>
      async (...[, , fields]: unknown[]) =>
        void told.push([verb, fields]);
    const batches = { patch: tell('patched'), fail: tell('failed') };
    const now = new Date('2026-11-03T11:00:00.000Z');
    const endedAt = now.toISOString();

    await endBatch({ shop: 'acme', batchId, status: 'done' }, now, batches);
    await endBatch({ shop: 'acme', batchId, status: 'failed', reason: 'ExecutionAborted' }, now, batches);

    expect(told).toEqual([
      ['patched', { status: 'done', endedAt }],
      ['failed', { reason: 'ExecutionAborted', endedAt }],
    ]);
  });
});
