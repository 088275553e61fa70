import { ConflictError, NotFoundError } from '../../../core/platform/errors.ts';
import { faultText } from '../../../core/platform/fault.ts';
import { createSlateBatchRepository } from '../../../core/recommendations/batch-repository.ts';
import { stopSlateBatch } from '../../../functions/recommendations/stop-slate-batch.ts';
import { aMemoryTable } from '../../support/memory-table.ts';

const batchId = '01jbatch0000000000000000aa';
const startedAt = '2026-11-20T10:00:00.000Z';
const after = (seconds: number) => new Date(Date.parse(startedAt) + 1_000 * seconds);
const stopped = { status: 'failed', reason: faultText('aborted', {}) };

/** A batch that runs, and whether its execution does. */
async function aBatch(isExecuted = true) {
  const batches = createSlateBatchRepository(aMemoryTable('recipes').client, 'recipes');
  await batches.create({
    ...{ shop: 'demo', batchId, status: 'running', startedAt },
    request: { kind: 'slates', recipe: 'for-you', surface: 'email', k: 10 },
  });
  const asked: string[] = [];
  const executions = {
    stop: async (name: string) => {
      asked.push(name);
      return isExecuted;
    },
  };
  const stop = (seconds: number, shop = 'demo') =>
    stopSlateBatch(shop, { batchId, now: after(seconds) }, { batches, executions });
  return { batches, asked, stop };
}

describe('stopping a batch', () => {
  it('stops its execution, and it has failed with that reason', async () => {
    const { batches, asked, stop } = await aBatch();

    await expect(stop(30)).resolves.toMatchObject({ ...stopped, endedAt: after(30).toISOString() });

    expect(asked).toEqual([`demo-${batchId}`]);
    await expect(batches.get('demo', batchId)).resolves.toMatchObject(stopped);
  });

  it('again changes nothing', async () => {
    const { asked, stop } = await aBatch();
    const first = await stop(30);

    await expect(stop(40)).resolves.toEqual(first);
    expect(asked).toHaveLength(1);
  });

  it.each([
    ['done', { endedAt: startedAt, files: 1 }],
    ['failed', { endedAt: startedAt, reason: 'UnavailableError: asleep' }],
  ] as const)('is refused where it is %s', async (status, ended) => {
    const { batches, asked, stop } = await aBatch();
    if ('reason' in ended) await batches.fail('demo', batchId, ended);
    else await batches.finish('demo', batchId, ended);

    await expect(stop(30)).rejects.toBeInstanceOf(ConflictError);

    expect(asked).toEqual([]);
    await expect(batches.get('demo', batchId)).resolves.toMatchObject({ status });
  });

  it('is refused, to be tried again, while its execution has not begun', async () => {
    const { batches, stop } = await aBatch(false);

    await expect(stop(2)).rejects.toMatchObject({ statusCode: 409, retryAfterSeconds: 2 });
    await expect(batches.get('demo', batchId)).resolves.toMatchObject({ status: 'running' });
  });

  it('ends one that runs on paper alone', async () => {
    await expect((await aBatch(false)).stop(3_600)).resolves.toMatchObject(stopped);
  });

  it('is no matter of another shop', async () => {
    const { asked, stop } = await aBatch();

    await expect(stop(30, 'other')).rejects.toBeInstanceOf(NotFoundError);
    expect(asked).toEqual([]);
  });
});
