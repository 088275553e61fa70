import { SegmentedControl } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ModelName } from '../../../core/models/names.ts';
import { useApi } from '../api/api-context.ts';
import { modelQuery, runsQuery } from '../api/queries.ts';
import { Page } from '../parts/page.tsx';
import { Panel } from '../parts/panel.tsx';
import { QueryView } from '../parts/query-view.tsx';
import { ChampionPanel } from './champion-panel.tsx';
import { ColdCustomers } from './cold-customers.tsx';
import { RunsTable } from './runs-table.tsx';
import { TrainActions } from './train-actions.tsx';
import { VersionsTable } from './versions-table.tsx';

const route = getRouteApi('/models');

/** Which model serves, and what came of the attempts to better it? */
export function ModelsPage() {
  const { t } = useTranslation();
  const api = useApi();
  const { model: name } = route.useSearch();
  const navigate = useNavigate();
  const model = useQuery(modelQuery(api, name));
  const runs = useInfiniteQuery(runsQuery(api, name));
  const data = runs.data?.pages.flatMap((page) => page.data);
  const isRunning = data?.some(({ status }) => status === 'running') ?? false;
  return (
    <Page
      title={t('models.title')}
      lead={t('models.lead')}
      actions={<TrainActions key={name} name={name} model={model.data} isRunning={isRunning} />}
    >
      <div className="scroller">
        <SegmentedControl
          aria-label={t('models.pick')}
          value={name}
          onChange={(value) => void navigate({ to: '/models', search: { model: ModelName.parse(value) } })}
          data={ModelName.options.map((value) => ({ value, label: t(`models.names.${value}`) }))}
        />
      </div>
      <Panel title={t('models.champion.title')}>
        <QueryView query={model}>{(view) => <ChampionPanel model={view} />}</QueryView>
      </Panel>
      {name === 'recommender' && model.data?.attributes && (
        <Panel title={t('models.cold.title')}>
          <ColdCustomers figures={model.data.attributes} isServed />
        </Panel>
      )}
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
