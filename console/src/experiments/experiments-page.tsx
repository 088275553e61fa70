import { useQueries, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Surface } from '../../../core/recommendations/contract.ts';
import type { SurfaceExperiment } from '../../../core/recommendations/recipe-contract.ts';
import { useApi } from '../api/api-context.ts';
import { DataTable } from '../parts/data-table.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { TextLink } from '../parts/links.tsx';
import { StateMark } from '../parts/marks.tsx';
import { Page } from '../parts/page.tsx';
import { Panel } from '../parts/panel.tsx';
import { QueryView } from '../parts/query-view.tsx';
import { EstimatePanel } from './estimate-panel.tsx';
import { ExperimentForm } from './experiment-form.tsx';
import { experimentQuery } from './experiment-queries.ts';
import { ExperimentResult } from './experiment-result.tsx';
import { ExperimentSwitch } from './experiment-switch.tsx';

const route = getRouteApi('/experiments');

/** Which recipes compete where, and which does better? */
export function ExperimentsPage() {
  const { t } = useTranslation();
  const { surface } = route.useSearch();
  const found = useQuery(experimentQuery(useApi(), surface));
  const place = t(`slate.surface.${surface}`);
  const experiment = found.data?.experiment ?? undefined;
  return (
    <Page title={t('experiments.title')} lead={t('experiments.lead')}>
      <Panel title={t('experiments.surfaces')}>
        <SurfacesTable chosen={surface} />
      </Panel>
      <Panel
        title={t('experiments.result', { place })}
        aside={
          experiment && (
            <ExperimentSwitch
              key={`${surface} ${experiment.kind} ${experiment.name}`}
              surface={surface}
              experiment={experiment}
            />
          )
        }
      >
        <QueryView query={found} lines={5}>
          {(one) =>
            one.experiment ? (
              <ExperimentResult result={one} experiment={one.experiment} />
            ) : (
              <EmptyState title={t('experiments.none', { place })} next={t('experiments.noneNext')} />
            )
          }
        </QueryView>
      </Panel>
      <Panel title={t('experiments.estimate.title', { place })}>
        <EstimatePanel key={surface} surface={surface} experiment={experiment} />
      </Panel>
      <Panel title={t('experiments.form.title', { place })}>
        <ExperimentForm key={surface} surface={surface} standing={found.data} />
      </Panel>
    </Page>
  );
}

/** Every surface with what it tries out. */
function SurfacesTable({ chosen }: { readonly chosen: Surface }) {
  const { t } = useTranslation();
  const api = useApi();
  const found = useQueries({ queries: Surface.options.map((surface) => experimentQuery(api, surface)) });
  const rows = Surface.options.map((surface, index) => ({
    surface,
    experiment: found[index]?.data?.experiment,
    isFailed: found[index]?.isError ?? false,
  }));
  return (
    <DataTable
      label={t('experiments.surfaces')}
      rows={rows}
      keyOf={({ surface }) => surface}
      isCurrent={({ surface }) => surface === chosen}
      columns={[
        {
          key: 'surface',
          label: t('slate.form.surface'),
          cell: ({ surface }) => (
            <TextLink to="/experiments" search={{ surface }} aria-current={surface === chosen ? 'true' : undefined}>
              {t(`slate.surface.${surface}`)}
            </TextLink>
          ),
        },
        { key: 'name', label: t('experiments.name'), cell: ({ experiment }) => experiment?.name ?? '' },
        {
          key: 'kind',
          label: t('experiments.form.kind'),
          cell: ({ experiment }) => experiment && t(`experiments.kind.${experiment.kind}`),
        },
        {
          key: 'state',
          label: t('experiments.state'),
          cell: ({ experiment, isFailed }) => <RunMark experiment={experiment} isFailed={isFailed} />,
        },
      ]}
    />
  );
}

export interface RunMarkProps {
  /** Undefined until it was read. */
  readonly experiment: SurfaceExperiment['experiment'] | undefined;
  /** The last look has failed. */
  readonly isFailed: boolean;
}

/** What was read before stays while a new look fails. */
export function RunMark({ experiment, isFailed }: RunMarkProps) {
  const { t } = useTranslation();
  if (experiment === undefined) return isFailed ? t('experiments.unread') : '…';
  if (experiment === null) return t('experiments.free');
  return (
    <StateMark state={experiment.isRunning ? 'running' : 'waiting'}>
      {t(experiment.isRunning ? 'experiments.runs' : 'experiments.stopped')}
    </StateMark>
  );
}
