import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { SlateExperimentDraft } from '../../../core/experiments/contract.ts';
import type { Estimate } from '../../../core/experiments/estimate-contract.ts';
import type { Surface } from '../../../core/recommendations/contract.ts';
import { useApi } from '../api/api-context.ts';
import { EmptyState } from '../parts/empty-state.tsx';
import { faultWords } from '../parts/fault-words.ts';
import { StateMark } from '../parts/marks.tsx';
import { QueryView } from '../parts/query-view.tsx';
import { useFormats } from '../parts/use-formats.ts';
import { useNow } from '../parts/use-now.ts';
import { EstimateForm } from './estimate-form.tsx';
import { estimatesQuery } from './estimate-queries.ts';
import { EstimateResult } from './estimate-result.tsx';

export interface EstimatePanelProps {
  readonly surface: Surface;
  /** What competes there now; undefined where nothing does, or it was not read yet. */
  readonly experiment: SlateExperimentDraft | undefined;
}

/** What would recipes have earned before they serve everybody? */
export function EstimatePanel({ surface, experiment }: EstimatePanelProps) {
  const estimates = useQuery(estimatesQuery(useApi(), surface));
  return (
    <QueryView query={estimates} lines={3}>
      {({ data }) => <Estimates surface={surface} experiment={experiment} estimates={data} />}
    </QueryView>
  );
}

export interface EstimatesProps extends EstimatePanelProps {
  /** The newest first. */
  readonly estimates: readonly Estimate[];
}

/** The order, how the last one goes, and the last answer there is. */
export function Estimates({ surface, experiment, estimates }: EstimatesProps) {
  const { t } = useTranslation();
  const answered = estimates.find(({ found }) => found !== undefined);
  const asked = drawnBy(experiment) ?? answered?.found?.drawn.map(({ recipe }) => recipe);
  if (!asked && !estimates.length)
    return <EmptyState title={t('experiments.estimate.none')} next={t('experiments.estimate.noneNext')} />;
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t('experiments.estimate.what')}
      </Text>
      {asked && <EstimateForm surface={surface} experiment={drawnBy(experiment) && experiment?.name} recipes={asked} />}
      {estimates[0] && <EstimateState estimate={estimates[0]} />}
      {answered && <EstimateResult estimate={answered} />}
    </Stack>
  );
}

/** The recipes that an experiment draws; an interleaving shows both. */
const drawnBy = (experiment: SlateExperimentDraft | undefined): string[] | undefined =>
  experiment && experiment.kind !== 'interleaving' ? experiment.arms.map(({ recipe }) => recipe) : undefined;

/** That one is under way, or why the last one has no answer; it goes on whoever looks. The seconds are not read out. */
export function EstimateState({ estimate }: { readonly estimate: Estimate }) {
  const { t } = useTranslation();
  const { duration } = useFormats();
  const now = useNow(1_000);
  if (estimate.status === 'done') return null;
  if (estimate.status === 'failed')
    return (
      <Text size="sm" role="status">
        <StateMark state="failed">{t('experiments.estimate.failed')}</StateMark> {faultWords(t, estimate)}
      </Text>
    );
  return (
    <Text size="sm">
      <span role="status">
        <StateMark state="running">{t('experiments.estimate.running')}</StateMark>
      </span>{' '}
      {duration(now - Date.parse(estimate.startedAt))} · {t('experiments.estimate.runningWhat')}
    </Text>
  );
}
