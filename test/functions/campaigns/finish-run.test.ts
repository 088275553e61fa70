import type { CampaignRun } from '../../../core/campaigns/contract.ts';
import { finishRun } from '../../../functions/campaigns/finish-run.ts';
import type { FinishRunInput } from '../../../workflows/run-campaign/contract.ts';

const reference = { shop: 'demo', campaignId: 'win-back', runId: '20261101t000000z' };
const startedAt = '2026-11-01T00:00:00.000Z';
const run: CampaignRun = { runId: reference.runId, version: 1, trigger: 'schedule', status: 'running', startedAt };

async function end(input: FinishRunInput, now: string, runs: readonly CampaignRun[] = [run]) {
  const changes: Partial<CampaignRun>[] = [];
  const failures: object[] = [];
  const ports = {
    campaigns: {
      findRun: async () => runs[0],
      updateRun: async (_shop: string, _campaign: string, _run: string, change: Partial<CampaignRun>) => {
        changes.push(change);
      },
      failRun: async (_shop: string, _campaign: string, _run: string, failure: object) => void failures.push(failure),
    },
    messages: { ofRun: async function* () {} },
  };
  return { answer: await finishRun(input, ports, new Date(now)), changes, failures };
}

const finish = (again: (string | null)[], now: string) => end({ ...reference, again }, now);

describe('finishRun', () => {
  it('comes back when the first of those who sleep wakes, and ends once nobody does', async () => {
    const asleep = await finish([null, '2026-11-01T08:00:00.000Z', '2026-11-01T09:00:00.000Z'], startedAt);
    const awake = await finish([null, null], startedAt);

    expect(asleep.answer).toEqual({ waitUntil: '2026-11-01T08:00:00.000Z' });
    expect(asleep.changes).toEqual([{ counts: expect.anything() }]);
    expect(awake).toMatchObject({ answer: { waitUntil: null }, changes: [{ status: 'done' }] });
    expect([asleep.failures, awake.failures]).toEqual([[], []]);
  });

  it('closes a run before its workflow would end without a word, and says why', async () => {
    const { answer, failures } = await finish(['2026-11-02T22:10:00.000Z'], '2026-11-02T22:00:00.000Z');

    expect(answer).toEqual({ waitUntil: null });
    expect(failures).toEqual([{ reason: expect.stringContaining('46 hours'), endedAt: '2026-11-02T22:00:00.000Z' }]);
  });

  it('counts what a run that failed came to, and leaves how it ended to the first who tells', async () => {
    const { answer, changes, failures } = await end({ ...reference, reason: 'ExecutionAborted' }, startedAt);

    expect(answer).toEqual({ waitUntil: null });
    expect(changes).toEqual([{ counts: expect.objectContaining({ sent: 0 }) }]);
    expect(failures).toEqual([{ reason: 'ExecutionAborted', endedAt: startedAt }]);
  });

  it('has nothing to say of a run that was cut off before it began', async () => {
    const told = await end({ ...reference, reason: 'ExecutionAborted' }, startedAt, []);

    expect(told).toEqual({ answer: { waitUntil: null }, changes: [], failures: [] });
  });
});
