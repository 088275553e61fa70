import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { existingRow } from '../../../core/platform/existing-row.ts';
import { refusal } from '../../../core/platform/refusal.ts';
import { aMemoryTable } from '../../support/memory-table.ts';

const row = { tableName: 'runs', key: { pk: 'RUNS', sk: 'one' } };
const Run = z.object({ size: z.int() });
const noRun = refusal('no-run', { runId: 'one', model: 'purchase' });

describe('a row that has to be there', () => {
  it('is read as it stands now, by its contract', async () => {
    const { rows, client, mock } = aMemoryTable('runs');
    rows.set(JSON.stringify(['RUNS', 'one']), { ...row.key, size: 3 });

    await expect(existingRow(client, row, Run, noRun)).resolves.toEqual({ size: 3 });

    expect(mock.commandCalls(GetCommand)[0]?.args[0].input).toMatchObject({ ConsistentRead: true });
  });

  it('is missed in the words of who asked', async () => {
    const { client } = aMemoryTable('runs');

    await expect(existingRow(client, row, Run, noRun)).rejects.toMatchObject({
      ...{ name: 'NotFoundError', message: noRun.text, says: noRun.says },
    });
  });
});
