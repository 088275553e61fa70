import { recordRun } from '../../../functions/models/record-run.ts';

const now = new Date('2026-11-20T10:00:00.000Z');
const run = { shop: 'demo', model: 'purchase', runId: '20261101000000-abcdef' } as const;

function theRuns() {
  const told: unknown[][] = [];
  const tell =
    (verb: string) =>
    async (...[, , , fields]: unknown[]) =>
      void told.push([verb, fields]);
  return { told, models: { updateRun: tell('updated'), failRun: tell('failed') } };
}

describe('recordRun', () => {
  it('says what was decided, and when', async () => {
    const { told, models } = theRuns();

    await expect(recordRun({ ...run, status: 'kept' }, now, models)).resolves.toEqual({ status: 'kept' });
    expect(told).toEqual([['updated', { status: 'kept', endedAt: now.toISOString() }]]);
  });

  it('leaves a failure to the first who tells of it', async () => {
    const { told, models } = theRuns();

    await recordRun({ ...run, status: 'failed', reason: 'ExecutionTimedOut' }, now, models);

    expect(told).toEqual([['failed', { reason: 'ExecutionTimedOut', endedAt: now.toISOString() }]]);
  });
});
