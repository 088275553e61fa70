import type { Message } from '../../../core/campaigns/contract.ts';
import { type Judged, reportCampaign } from '../../../core/campaigns/report-campaign.ts';

const NOW = new Date('2026-11-24T00:00:00.000Z');
const at = (days: number) => new Date(NOW.getTime() - days * 86_400_000);

function judged(customer: string, overrides: Partial<Message> = {}, orderedDaysAgo: readonly number[] = []): Judged {
  return {
    message: {
      shop: 'demo',
      campaignId: 'win-back',
      version: 1,
      runId: '20261101t000000z',
      customer,
      arm: 'treated',
      status: 'sent',
      channel: 'email',
      language: 'en',
      at: at(20).toISOString(),
      slate: [],
      isCounted: true,
      revision: 2,
      ...overrides,
    },
    orderTimesMs: orderedDaysAgo.map((days) => at(days).getTime()),
  };
}
const many = (count: number, make: (index: number) => Judged) =>
  Array.from({ length: count }, (_, index) => make(index));
const report = (rows: readonly Judged[]) => reportCampaign('win-back', 7, rows, true, NOW);

describe('reportCampaign', () => {
  it('says how far it is while windows are open', () => {
    const rows = many(100, (index) => judged(`c${index}`, { at: at(index < 40 ? 20 : 2).toISOString() }));

    expect(report(rows)).toMatchObject({
      verdict: 'too-early',
      measured: { of: 100, done: 40 },
      incremental: null,
      lift: null,
    });
  });

  it('counts everybody who was drawn, written to or not', () => {
    const rows = [
      ...many(50, (index) => judged(`sent${index}`, {}, index < 20 ? [18] : [])),
      ...many(50, (index) => judged(`capped${index}`, { status: 'skipped', reason: 'weekly-cap' })),
      ...many(50, (index) => judged(`held${index}`, { arm: 'holdout', status: 'held-out' }, index < 5 ? [18] : [])),
      ...many(9, (index) => judged(`refused${index}`, { arm: null, status: 'skipped', reason: 'no-consent' }, [18])),
    ];

    const { treated, holdout, funnel, verdict } = report(rows);

    expect(treated).toMatchObject({ customers: 100, ordered: 20, share: { value: 0.2 } });
    expect(holdout).toMatchObject({ customers: 50, ordered: 5, share: { value: 0.1 } });
    expect(verdict).toBe('no-effect');
    expect(funnel).toMatchObject({
      audience: 159,
      sent: 50,
      heldOut: 50,
      ordered: 20,
      skipped: { 'weekly-cap': 50, 'no-consent': 9 },
    });
  });

  it('finds the effect where orders follow, with customers as its unit', () => {
    const rows = [
      ...many(400, (index) => judged(`t${index}`, {}, index < 120 ? [18] : [])),
      ...many(400, (index) => judged(`h${index}`, { arm: 'holdout', status: 'held-out' }, index < 40 ? [18] : [])),
    ];

    const { verdict, incremental } = report(rows);

    expect(verdict).toBe('effect');
    expect(incremental?.value).toBeCloseTo(80, 6);
    expect(incremental?.low).toBeGreaterThan(0);
  });

  it('counts no order from before, none after the window, and nobody twice', () => {
    const rows = [
      judged('before', {}, [21]),
      judged('after', {}, [12]),
      judged('within', {}, [19]),
      judged('within', { runId: '20261108t000000z', at: at(15).toISOString() }, [19, 14]),
    ];

    expect(report(rows).treated).toMatchObject({ customers: 3, ordered: 1 });
  });
});
