import type { Run, RunStep } from '../../../core/models/contract.ts';
import { faultText } from '../../../core/platform/fault.ts';
import { viewRun } from '../../../functions/models/view-run.ts';

const startedAt = '2026-11-01T00:00:00.000Z';
const run: Run = {
  runId: 'run-1',
  model: 'purchase',
  status: 'rolled-back',
  trigger: 'demand',
  startedAt,
  executionArn: 'arn',
  reason: `SmokeTestFailedError: {"errorMessage":"${faultText('two-answers', {})}"}`,
};
const view = (steps: RunStep[], changed: Partial<Run> = {}) =>
  viewRun(
    { shop: 'demo', model: 'purchase', runId: 'run-1' },
    { run: async () => ({ ...run, ...changed }) },
    async () => steps,
  );

describe('a run that is looked at', () => {
  it('says by code why it and its steps failed, beside what was written down', async () => {
    const reason = faultText('task-failed', {});

    const seen = await view([{ name: 'Smoke test', status: 'failed', startedAt, reason }]);

    expect(seen).toMatchObject({ reason: run.reason, says: { code: 'two-answers', values: {} } });
    expect(seen.steps).toMatchObject([{ reason, says: { code: 'task-failed', values: {} } }]);
    expect(seen).not.toHaveProperty('executionArn');
  });

  it('leaves what others said as it is', async () => {
    const seen = await view([{ name: 'Snapshot', status: 'done', startedAt }], { reason: 'Rate exceeded' });

    expect(seen).toMatchObject({ reason: 'Rate exceeded', steps: [{ name: 'Snapshot' }] });
    expect(seen).not.toHaveProperty('says');
  });
});
