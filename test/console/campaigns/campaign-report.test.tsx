import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createApiClient } from '../../../console/src/api/api-client.ts';
import { ApiContext } from '../../../console/src/api/api-context.ts';
import { reportQuery } from '../../../console/src/campaigns/campaign-queries.ts';
import { CampaignReportPanel } from '../../../console/src/campaigns/campaign-report-panel.tsx';
import { RunState } from '../../../console/src/campaigns/campaign-runs.tsx';
import type { CampaignReport } from '../../../core/campaigns/contract.ts';
import { reportCampaign } from '../../../core/campaigns/report-campaign.ts';
import { faultText, withFault } from '../../../core/platform/fault.ts';
import { rendered, wordsOf } from '../../support/rendered.tsx';

const api = createApiClient({ apiUrl: '', token: async () => undefined });

describe('what a campaign did', () => {
  async function wordsFor(report: CampaignReport): Promise<string[]> {
    const queries = new QueryClient();
    queries.setQueryData(reportQuery(api, 'win-back').queryKey, report);
    const markup = await rendered(
      <ApiContext value={api}>
        <QueryClientProvider client={queries}>
          <CampaignReportPanel campaignId="win-back" />
        </QueryClientProvider>
      </ApiContext>,
    );
    return wordsOf(markup);
  }

  it('claims no share of customers where there are none yet', async () => {
    const words = await wordsFor(reportCampaign('win-back', 7, [], true, new Date()));

    expect(words).toContain('Treatment: – ordered, 0 of 0 customers');
    expect(words.filter((text) => text.includes('%'))).toEqual([]);
  });

  it('is told of one customer and one day as of one', async () => {
    const none = reportCampaign('win-back', 1, [], true, new Date());
    const one = { customers: 1, ordered: 1, share: { value: 1, low: 0.2, high: 1 } };
    const found = { incremental: { value: 1, low: 0.1, high: 2 }, verdict: 'effect' } as const;

    const words = await wordsFor({ ...none, ...found, treated: one, measured: { of: 1, done: 1 } });

    expect(words).toContain('Treatment: 100% ordered, 1 of 1 customer');
    expect(words).toContain('customer who ordered and would not have (95 % interval +0 … +2)');
    expect(words).toContain('More customers ordered within 1 day than would have without it.');
    expect(words).toContain('1 of 1 customer has had their whole time.');
  });
});

describe('how a run of a campaign stands', () => {
  it('is said with the reason where it failed, for who cannot hover too', async () => {
    const failed = { status: 'failed', reason: 'The audience could not be read' } as const;

    expect(wordsOf(await rendered(<RunState run={failed} />))).toEqual([
      'Failed',
      'In the machine&#x27;s own words: The audience could not be read',
    ]);
    const notReached = withFault({ ...failed, reason: faultText('not-reached', { held: 3, hours: 46 }) });
    expect(wordsOf(await rendered(<RunState run={notReached} />, 'zh'))).toContain('46 小时内仍有 3 位顾客未能发送。');
    expect(wordsOf(await rendered(<RunState run={{ status: 'done' }} />))).toEqual(['Done']);
  });
});
