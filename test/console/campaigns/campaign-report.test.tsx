import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createApiClient } from '../../../console/src/api/api-client.ts';
import { ApiContext } from '../../../console/src/api/api-context.ts';
import { reportQuery } from '../../../console/src/campaigns/campaign-queries.ts';
import { CampaignReportPanel } from '../../../console/src/campaigns/campaign-report-panel.tsx';
import { RunState } from '../../../console/src/campaigns/campaign-runs.tsx';
import { reportCampaign } from '../../../core/campaigns/report-campaign.ts';
import { faultText, withFault } from '../../../core/platform/fault.ts';
import { rendered, wordsOf } from '../../support/rendered.tsx';

const api = createApiClient({ apiUrl: '', token: async () => undefined });

describe('what a campaign did', () => {
  it('claims no share of customers where there are none yet', async () => {
    const queries = new QueryClient();
    const report = reportCampaign('win-back', 7, [], true, new Date());
    queries.setQueryData(reportQuery(api, 'win-back').queryKey, report);

    const markup = await rendered(
      <ApiContext value={api}>
        <QueryClientProvider client={queries}>
          <CampaignReportPanel campaignId="win-back" />
        </QueryClientProvider>
      </ApiContext>,
    );

    expect(wordsOf(markup)).toContain('Treatment: – ordered, 0 of 0 customers');
    expect(wordsOf(markup).filter((words) => words.includes('%'))).toEqual([]);
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
