import { failRunning, setWhile } from '../../../core/platform/set-while.ts';
import { aMemoryTable } from '../../support/memory-table.ts';

const row = { tableName: 'runs', key: { pk: 'RUNS', sk: 'one' } };
const failure = { reason: 'ExecutionAborted', endedAt: '2026-11-20T10:00:00.000Z' };

function aTable(held?: object) {
  const { rows, client } = aMemoryTable('runs');
  const key = JSON.stringify(['RUNS', 'one']);
  if (held) rows.set(key, { ...row.key, ...held });
  return { client, row: () => rows.get(key) };
}

describe('a row that is set while it holds something', () => {
  it.each([
    ['is set', { run: 'a', size: 1 }, 2],
    ['is left as it is where it holds something else', { run: 'b', size: 1 }, 1],
    ['is not made where it is gone', undefined, undefined],
  ])('%s', async (_, held, size) => {
    const { client, row: stored } = aTable(held);

    await setWhile(client, row, { run: 'a' }, { size: 2 });

    expect(stored()?.size).toBe(size);
  });
});

describe('what failed while it ran', () => {
  it('says so and why', async () => {
    const { client, row: stored } = aTable({ status: 'running' });

    await failRunning(client, row, failure);

    expect(stored()).toMatchObject({ status: 'failed', ...failure });
  });

  it.each(['done', 'failed', 'kept'])('stays %s where that was said before', async (status) => {
    const { client, row: stored } = aTable({ status, reason: 'the first' });

    await failRunning(client, row, failure);

    expect(stored()).toEqual({ ...row.key, status, reason: 'the first' });
  });

  it('is the one that was meant', async () => {
    const { client, row: stored } = aTable({ status: 'running', runId: 'newer' });

    await failRunning(client, row, failure, { runId: 'older' });

    expect(stored()?.status).toBe('running');
  });
});
