import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { RunStep } from '../../../core/models/contract.ts';
import { DataTable } from '../parts/data-table.tsx';
import { faultWords } from '../parts/fault-words.ts';
import { StateMark } from '../parts/marks.tsx';
import { useFormats } from '../parts/use-formats.ts';
import { useNow } from '../parts/use-now.ts';
import { stepName } from './step-name.ts';

/** The picture in words: every step, its state and how long it took. */
export function StepsTable({ steps }: { readonly steps: readonly RunStep[] }) {
  const { t } = useTranslation();
  const { clock, duration } = useFormats();
  const now = useNow();
  const took = ({ startedAt, endedAt }: RunStep) => (endedAt ? Date.parse(endedAt) : now) - Date.parse(startedAt);
  const named = ({ name }: RunStep) => stepName(t, name);
  return (
    <DataTable
      label={t('run.steps.title')}
      rows={steps}
      keyOf={({ name, candidate, startedAt }) => `${name} ${candidate ?? ''} ${startedAt}`}
      columns={[
        { key: 'name', label: t('run.steps.name'), value: named, cell: named },
        {
          key: 'candidate',
          label: t('run.steps.candidate'),
          value: ({ candidate }) => candidate ?? '',
          cell: ({ candidate }) => candidate,
        },
        {
          key: 'state',
          label: t('run.steps.state'),
          value: ({ status }) => status,
          cell: ({ status }) => <StateMark state={status}>{t(`state.${status}`)}</StateMark>,
        },
        {
          key: 'started',
          label: t('run.steps.started'),
          isNumber: true,
          value: ({ startedAt }) => startedAt,
          cell: ({ startedAt }) => clock(startedAt),
        },
        { key: 'took', label: t('run.steps.took'), isNumber: true, value: took, cell: (step) => duration(took(step)) },
        {
          key: 'reason',
          label: t('run.steps.reason'),
          cell: (step) =>
            step.reason && (
              <Text size="sm" miw={240}>
                {faultWords(t, step)}
              </Text>
            ),
        },
      ]}
    />
  );
}
