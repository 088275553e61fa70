import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useApi } from '../api/api-context.ts';
import { homeQuery, modelQuery, runQuery, runsQuery } from '../api/queries.ts';
import { Page } from '../parts/page.tsx';
import { Panel } from '../parts/panel.tsx';
import { QueryView } from '../parts/query-view.tsx';
import { LiveEvents } from './live-events.tsx';
import { LoopPicture } from './loop-picture.tsx';
import { loopStages } from './loop-stages.ts';
import { NeedsAHand } from './needs-a-hand.tsx';
import { RetentionPanel } from './retention-panel.tsx';

/** Do more customers come back because of what we do, and does the loop behind it run? */
export function HomePage() {
  const { t } = useTranslation();
  const api = useApi();
  const home = useQuery(homeQuery(api));
  const model = useQuery(modelQuery(api, 'purchase'));
  const runs = useInfiniteQuery(runsQuery(api, 'purchase'));
  const recent = runs.data?.pages[0]?.data;
  const latest = recent?.find(({ trigger }) => trigger !== 'rollback');
  const detail = useQuery({ ...runQuery(api, 'purchase', latest?.runId ?? ''), enabled: latest !== undefined });
  const stages = loopStages({ events: home.data?.events, model: model.data, run: detail.data ?? latest });
  return (
    <Page title={t('home.title')} lead={t('home.lead')}>
      <QueryView query={home}>
        {(view) => <RetentionPanel retention={view.retention} holdoutShare={view.shop.holdoutShare} />}
      </QueryView>
      <Panel title={t('home.loop.title')}>
        <QueryView query={{ ...model, data: model.data && runs.data, error: model.error ?? runs.error }} lines={4}>
          {() => <LoopPicture stages={stages} runId={latest?.runId} />}
        </QueryView>
      </Panel>
      <div className="columns-side">
        <Panel title={t('home.events.title')} anchor="live">
          <QueryView query={home} lines={8}>
            {(view) => <LiveEvents events={view.events} />}
          </QueryView>
        </Panel>
        <Panel title={t('home.hand.title')}>
          <QueryView query={{ data: recent, error: runs.error, refetch: runs.refetch }}>
            {(data) => <NeedsAHand runs={data} hasEvents={(home.data?.events.lastHour ?? 0) > 0} />}
          </QueryView>
        </Panel>
      </div>
    </Page>
  );
}
