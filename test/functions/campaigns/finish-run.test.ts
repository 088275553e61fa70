import type { CampaignRun } from '../../../core/campaigns/contract.ts';
import { finishRun } from '../../../functions/campaigns/finish-run.ts';

const reference = { shop: 'demo', campaignId: 'win-back', runId: '20261101t000000z' };
const startedAt = '2026-11-01T00:00:00.000Z';
const run: CampaignRun = { runId: reference.runId, version: 1, trigger: 'schedule', status: 'running', startedAt };

async function finish(again: (string | null)[], now: string) {
  const changes: Partial<CampaignRun>[] = [];
  const ports = {
    campaigns: {
      findRun: async () => run,
      updateRun: async (_shop: string, _campaign: string, _run: string, change: Partial<CampaignRun>) => {
        changes.push(change);
      },
    },
    messages: { ofRun: async function* () {} },
  };
  return { answer: await finishRun({ ...reference, again }, ports, new Date(now)), change: changes[0] };
}

describe('finishRun', () => {
  it('comes back when the first of those who sleep wakes, and ends once nobody does', async () => {
    const asleep = await finish([null, '2026-11-01T08:00:00.000Z', '2026-11-01T09:00:00.000Z'], startedAt);
    const awake = await finish([null, null], startedAt);

    expect(asleep.answer).toEqual({ waitUntil: '2026-11-01T08:00:00.000Z' });
    expect(asleep.change).not.toHaveProperty('status');
    expect(awake).toMatchObject({ answer: { waitUntil: null }, change: { status: 'done' } });
  });

  it('closes a run before its workflow would end without a word, and says why', async () => {
    const { answer, change } = await finish(['2026-11-02T22:10:00.000Z'], '2026-11-02T22:00:00.000Z');

    expect(answer).toEqual({ waitUntil: null });
    expect(change).toMatchObject({ status: 'failed', reason: expect.stringContaining('46 hours') });
  });
});
