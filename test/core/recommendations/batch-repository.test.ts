import type { SlateBatch } from '../../../core/recommendations/batch-contract.ts';
import { createSlateBatchRepository } from '../../../core/recommendations/batch-repository.ts';
import { aMemoryTable } from '../../support/memory-table.ts';

const [first, second] = ['01jbatch0000000000000000aa', '01jbatch0000000000000000bb'];
const aBatch = (overrides: Partial<SlateBatch> = {}): SlateBatch => ({
  shop: 'demo',
  batchId: first,
  request: { kind: 'slates', recipe: 'for-you', surface: 'email', k: 10 },
  recipeVersion: 0,
  status: 'running',
  startedAt: '2026-11-20T10:00:00.000Z',
  parts: { total: 8, done: 0 },
  ...overrides,
});

function aShelf() {
  const table = aMemoryTable('recipes');
  return { ...table, batches: createSlateBatchRepository(table.client, 'recipes') };
}

describe('the batches of a shop', () => {
  it('are listed newest first, and not those of another shop', async () => {
    const { batches } = aShelf();
    for (const batchId of [first, second]) await batches.create(aBatch({ batchId }));
    await batches.create(aBatch({ shop: 'other' }));

    const { data } = await batches.list('demo', { limit: 25 });

    expect(data.map(({ shop, batchId }) => [shop, batchId])).toEqual([
      ['demo', second],
      ['demo', first],
    ]);
    await expect(batches.list('demo', { limit: 1 })).resolves.toMatchObject({ data: [{ batchId: second }] });
  });

  it('say how far they are by what each part has come to, once however often it is noted', async () => {
    const { batches } = aShelf();
    await batches.create(aBatch());
    await batches.notePart('demo', first, 3, { customers: 100, isDone: false });
    await batches.notePart('demo', first, 0, { customers: 40, isDone: true });
    for (let time = 0; time < 2; time++) await batches.notePart('demo', first, 3, { customers: 300, isDone: false });

    const far = { customers: 340, parts: { total: 8, done: 1 } };
    await expect(batches.get('demo', first)).resolves.toEqual(aBatch(far));
    await expect(batches.list('demo', { limit: 25 })).resolves.toMatchObject({ data: [far] });
  });

  it('that have not begun have looked at nobody yet, and no figure says otherwise', async () => {
    const { batches } = aShelf();
    await batches.create(aBatch());

    await expect(batches.get('demo', first)).resolves.toEqual(aBatch());
  });

  it('say what they came to, and keep how far they were where they failed', async () => {
    const { batches } = aShelf();
    const endedAt = '2026-11-20T10:05:00.000Z';
    for (const batchId of [first, second]) {
      await batches.create(aBatch({ batchId }));
      await batches.notePart('demo', batchId, 0, { customers: 40, isDone: true });
    }
    await batches.finish('demo', first, { endedAt, customers: 40, found: 12, files: 1 });
    await batches.fail('demo', second, { endedAt, reason: 'Timeout' });

    const came = { status: 'done', customers: 40, found: 12, files: 1 };
    await expect(batches.get('demo', first)).resolves.toMatchObject(came);
    await expect(batches.get('demo', second)).resolves.toMatchObject({
      ...{ status: 'failed', reason: 'Timeout', customers: 40, parts: { total: 8, done: 1 } },
    });
  });

  it('end once: what has failed is not done, the first reason stands, and what is done has not failed', async () => {
    const { batches } = aShelf();
    const endedAt = '2026-11-20T10:05:00.000Z';
    for (const batchId of [first, second]) await batches.create(aBatch({ batchId }));
    await batches.fail('demo', first, { endedAt, reason: 'UnavailableError: asleep' });
    await batches.finish('demo', second, { endedAt, files: 1 });

    for (const batchId of [first, second]) await batches.fail('demo', batchId, { endedAt, reason: 'ExecutionAborted' });

    await batches.finish('demo', first, { endedAt, files: 1 });

    await expect(batches.get('demo', first)).resolves.toMatchObject({
      ...{ status: 'failed', reason: 'UnavailableError: asleep' },
    });
    await expect(batches.get('demo', second)).resolves.toMatchObject({ status: 'done', files: 1 });
  });

  it('of before progress was kept are read without it', async () => {
    const { batches } = aShelf();
    await batches.create(aBatch({ parts: undefined }));

    const old = await batches.get('demo', first);

    expect([old.parts, old.customers, old.found]).toEqual([undefined, undefined, undefined]);
  });

  it('take note of no part of a batch that is not there', async () => {
    const { batches } = aShelf();

    await expect(batches.notePart('demo', first, 0, { customers: 1, isDone: false })).rejects.toThrow();
  });
});
