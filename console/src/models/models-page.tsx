import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useApi } from '../api/api-context.ts';
import { modelQuery, runsQuery } from '../api/queries.ts';
import { Page } from '../parts/page.tsx';
import { Panel } from '../parts/panel.tsx';
import { QueryView } from '../parts/query-view.tsx';
import { ChampionPanel } from './champion-panel.tsx';
import { RunsTable } from './runs-table.tsx';
import { TrainActions } from './train-actions.tsx';
import { VersionsTable } from './versions-table.tsx';

/** Which model serves, and what came of the attempts to better it? */
export function ModelsPage() {
  const { t } = useTranslation();
  const api = useApi();
  const model = useQuery(modelQuery(api, 'purchase'));
  const runs = useInfiniteQuery(runsQuery(api, 'purchase'));
  const data = runs.data?.pages.flatMap((page) => page.data);
  const isRunning = data?.some(({ status }) => status === 'running') ?? false;
  return (
    <Page
      title={t('models.title')}
      lead={t('models.lead')}
      actions={<TrainActions model={model.data} isRunning={isRunning} />}
    >
      <Panel title={t('models.champion.title')}>
        <QueryView query={model}>{(view) => <ChampionPanel model={view} />}</QueryView>
      </Panel>
      <Panel title={t('models.runs.title')}>
        <QueryView query={{ data, error: runs.error, refetch: runs.refetch }} lines={5}>
          {(rows) => <RunsTable runs={rows} onMore={runs.hasNextPage ? () => void runs.fetchNextPage() : undefined} />}
        </QueryView>
      </Panel>
      {model.data && model.data.versions.length > 0 && (
        <Panel title={t('models.versions.title')}>
          <VersionsTable model={model.data} />
        </Panel>
      )}
    </Page>
  );
}
