import { Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { RunDetail } from '../../../core/models/contract.ts';
import { useApi } from '../api/api-context.ts';
import { runQuery } from '../api/queries.ts';
import { faultWords } from '../parts/fault-words.ts';
import { TextLink } from '../parts/links.tsx';
import { Page } from '../parts/page.tsx';
import { Panel } from '../parts/panel.tsx';
import { QueryView } from '../parts/query-view.tsx';
import { useFormats } from '../parts/use-formats.ts';
import { useNow } from '../parts/use-now.ts';
import { CandidatesTable } from './candidates-table.tsx';
import { ColdCustomers } from './cold-customers.tsx';
import { LossCurves } from './loss-curves.tsx';
import { RunGraph } from './run-graph.tsx';
import { layOutRun, progressOf } from './run-graph-layout.ts';
import { RunMark } from './run-mark.tsx';
import { SlateFiguresPanel } from './slate-figures-panel.tsx';
import { StepsTable } from './steps-table.tsx';
import { TrialsPanel } from './trials-panel.tsx';

const route = getRouteApi('/models/$model/runs/$runId');

/** Did this run give a better model, and why or why not? */
export function RunPage() {
  const { t } = useTranslation();
  const { model, runId } = route.useParams();
  const query = useQuery(runQuery(useApi(), model, runId));
  const back = (
    <TextLink to="/models" search={{ model }} size="sm">
      {t('run.back')}
    </TextLink>
  );
  return (
    <Page title={t('run.title', { runId })} lead={query.data && <When run={query.data} />} actions={back}>
      <QueryView query={query} lines={10}>
        {(run) => <Run run={run} />}
      </QueryView>
    </Page>
  );
}

function When({ run }: { readonly run: RunDetail }) {
  const { t } = useTranslation();
  const { moment, duration } = useFormats();
  const now = useNow();
  const took = duration((run.endedAt ? Date.parse(run.endedAt) : now) - Date.parse(run.startedAt));
  return t(`run.when.${run.trigger}`, { at: moment(run.startedAt), took });
}

function Run({ run }: { readonly run: RunDetail }) {
  const { t } = useTranslation();
  const { trainings = [] } = run;
  const searches = trainings.filter(({ trials }) => trials.length);
  const { done, all } = progressOf(layOutRun(run));
  return (
    <Stack gap="md">
      <Panel title={t('run.verdict.title')} aside={<RunMark status={run.status} />}>
        <VerdictWords run={run} />
      </Panel>
      <Panel
        title={t('run.graph.title')}
        aside={
          <Text size="sm" c="dimmed">
            {t('run.graph.progress', { done, all, count: all })}
          </Text>
        }
      >
        <RunGraph run={run} />
        <details style={{ marginTop: 8 }}>
          <summary>{t('run.steps.title')}</summary>
          <StepsTable steps={run.steps} />
        </details>
      </Panel>
      {run.evaluation && (
        <Panel title={t('run.candidates.title')}>
          <CandidatesTable evaluation={run.evaluation} verdict={run.verdict} />
        </Panel>
      )}
      {run.evaluation?.candidates.some(({ ranking }) => ranking) && (
        <Panel title={t('run.slates.title')}>
          <SlateFiguresPanel evaluation={run.evaluation} />
        </Panel>
      )}
      {searches.length > 0 && (
        <Panel title={t('run.trials.title')}>
          <TrialsPanel trainings={searches} evaluation={run.evaluation} />
        </Panel>
      )}
      {trainings.map(
        ({ candidate, attributes }) =>
          attributes && (
            <Panel key={candidate} title={t('run.cold.title', { candidate })}>
              <ColdCustomers figures={attributes} isServed={false} />
            </Panel>
          ),
      )}
      {run.curves.length > 0 && (
        <Panel title={t('run.curves.title')}>
          <LossCurves curves={run.curves} />
        </Panel>
      )}
    </Stack>
  );
}

function VerdictWords({ run }: { readonly run: RunDetail }) {
  const { t } = useTranslation();
  const { language } = useFormats();
  const failures = run.failures ?? [];
  return (
    <Stack gap="xs">
      <Text size="lg">
        {run.verdict?.words[language] ?? t(`run.verdict.${run.trigger === 'rollback' ? 'rollback' : 'open'}`)}
      </Text>
      {run.reason && <Text size="sm">{faultWords(t, run)}</Text>}
      {failures.map((failure) => (
        <Group key={failure.candidate} gap="xs" align="baseline">
          <Text size="sm" fw={600}>
            {t('run.verdict.candidateFailed', { candidate: failure.candidate })}
          </Text>
          <Text size="sm">{faultWords(t, failure)}</Text>
        </Group>
      ))}
    </Stack>
  );
}
