import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Evaluation, Training } from '../../../core/models/contract.ts';
import { type Column, DataTable } from '../parts/data-table.tsx';
import { RoleMark } from '../parts/marks.tsx';
import { useFormats } from '../parts/use-formats.ts';
import { barColumn } from './bar-columns.tsx';
import { rangeOf } from './interval-of.ts';
import { ModelName } from './model-name.tsx';
import { TrialIntervals } from './trial-intervals.tsx';
import { chosenOf, ndcgInterval, type TrialRow, trialRows, withIntervals } from './trial-rows.ts';

export interface TrialsPanelProps {
  readonly trainings: readonly Training[];
  readonly evaluation: Evaluation | undefined;
}

/** What each candidate's search tried before it settled, the best first. */
export function TrialsPanel({ trainings, evaluation }: TrialsPanelProps) {
  return (
    <Stack gap="md">
      {trainings.map((training) => (
        <Trials key={training.candidate} training={training} chosen={chosenOf(evaluation, training.candidate)} />
      ))}
    </Stack>
  );
}

function Trials({ training, chosen }: { readonly training: Training; readonly chosen: string | undefined }) {
  const { t } = useTranslation();
  const { decimal, share } = useFormats();
  const rows = trialRows(training, chosen);
  const three = (value: number) => decimal(value, 3);
  const interval: Column<TrialRow> = {
    key: 'interval',
    label: t('run.candidates.interval'),
    isNumber: true,
    interval: ndcgInterval,
    cell: (row) => rangeOf(ndcgInterval(row), three),
  };
  return (
    <div>
      <Text size="sm" mb="sm">
        {t('run.trials.lead', { candidate: training.candidate, count: rows.length, best: rows[0]?.name })}
      </Text>
      <TrialIntervals rows={rows} />
      <DataTable
        label={t('run.trials.of', { candidate: training.candidate })}
        exportAs={`trials-${training.candidate}`}
        rows={rows}
        keyOf={({ name }) => name}
        columns={[
          {
            key: 'name',
            label: t('run.trials.name'),
            value: ({ name }) => name,
            cell: ({ name, isChosen }) => (
              <ModelName name={name}>
                {isChosen && <RoleMark kind="challenger">{t('run.trials.chosen')}</RoleMark>}
              </ModelName>
            ),
          },
          barColumn('ndcg20', t('run.slates.ndcg20'), rows, three),
          ...(withIntervals(rows).length ? [interval] : []),
          barColumn('mrr20', t('run.slates.mrr20'), rows, three),
          barColumn('hr20', t('run.slates.hit20'), rows, three),
          barColumn('coverage20', t('run.slates.coverage20'), rows, share),
        ]}
      />
    </div>
  );
}
