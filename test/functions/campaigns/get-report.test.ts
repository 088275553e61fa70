import type { CampaignRun, Message } from '../../../core/campaigns/contract.ts';
import { assignArm } from '../../../core/experiments/assign-arm.ts';
import { getReport } from '../../../functions/campaigns/get-report.ts';
import { aCampaign, aShop, lapsedState } from '../../support/campaigns.ts';

const NOW = new Date('2026-11-24T00:00:00.000Z');
const campaign = aCampaign({ attributionDays: 3, holdoutShare: 0 });
const armOf = (customer: string) =>
  assignArm([customer], { salt: aShop.experimentSalt, holdoutShare: aShop.holdoutShare });

const aMessage = (customer: string, runId: string, at: Date, more: Partial<Message> = {}): Message => ({
  shop: 'demo',
  campaignId: campaign.campaignId,
  version: 1,
  runId,
  customer,
  arm: armOf(customer),
  status: 'sent',
  channel: 'email',
  language: 'en',
  at: at.toISOString(),
  slate: [],
  isCounted: true,
  revision: 2,
  ...more,
});

function report(runs: readonly { audience: number; messages: readonly Message[] }[]) {
  const counted = runs.map(({ audience, messages }, index) => ({
    run: { runId: `run-${index}`, counts: { audience } } as CampaignRun,
    messages,
  }));
  const walked: string[] = [];
  const ports = {
    shops: { get: async () => aShop },
    campaigns: {
      get: async () => campaign,
      getVersion: async () => campaign,
      allRuns: async function* () {
        yield* counted.map(({ run }) => run);
      },
    },
    messages: {
      ofRun: async function* (_shop: string, _campaign: string, runId: string) {
        walked.push(runId);
        yield* counted.find(({ run }) => run.runId === runId)?.messages ?? [];
      },
    },
    states: {
      get: async (_shop: string, asked: readonly string[]) => new Map(asked.map((one) => [one, lapsedState(NOW, 90)])),
    },
  };
  return getReport('demo', campaign.campaignId, ports, NOW).then((answer) => ({ answer, walked }));
}

describe('getReport', () => {
  it('reads what an hourly campaign did days ago behind hundreds of runs that found nobody', async () => {
    const old = new Date('2026-11-10T00:00:00.000Z');
    const first = { audience: 2, messages: [aMessage('c1', 'run-0', old), aMessage('c2', 'run-0', old)] };
    const empty = Array.from({ length: 300 }, () => ({ audience: 0, messages: [] }));

    const { answer, walked } = await report([first, ...empty]);

    expect(answer.measured).toEqual({ of: 2, done: 2 });
    expect(answer.isWhole).toBe(true);
    expect(walked).toEqual(['run-0']);
  });

  it('compares by the draw of the own name: who is held out by a browser stays so and counts as drawn', async () => {
    const treated = Array.from({ length: 50 }, (_, index) => `c${index}`).find((one) => armOf(one) === 'treated') ?? '';
    const message = aMessage(treated, 'run-0', new Date('2026-11-10T00:00:00.000Z'), {
      arm: 'holdout',
      holdout: 'shop',
      status: 'held-out',
    });

    const { answer } = await report([{ audience: 1, messages: [message] }]);

    expect([answer.treated.customers, answer.holdout.customers]).toEqual([1, 0]);
    expect(answer.funnel.heldOut).toBe(1);
  });
});
