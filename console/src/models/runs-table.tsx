import { Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { RunSummary } from '../../../core/models/contract.ts';
import { DataTable } from '../parts/data-table.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { faultWords } from '../parts/fault-words.ts';
import { TextLink } from '../parts/links.tsx';
import { useFormats } from '../parts/use-formats.ts';
import { useNow } from '../parts/use-now.ts';
import { RunMark } from './run-mark.tsx';

export interface RunsTableProps {
  readonly runs: readonly RunSummary[];
  /** Reads older runs, where there are any. */
  readonly onMore: (() => void) | undefined;
}

export function RunsTable({ runs, onMore }: RunsTableProps) {
  const { t } = useTranslation();
  const { moment, duration, language } = useFormats();
  const now = useNow();
  if (!runs.length) return <EmptyState title={t('models.runs.none')} next={t('models.runs.next')} />;
  const took = ({ startedAt, endedAt }: RunSummary) => (endedAt ? Date.parse(endedAt) : now) - Date.parse(startedAt);
  const outcome = (run: RunSummary) => faultWords(t, run) ?? run.verdict?.words[language] ?? '';
  return (
    <>
      <DataTable
        label={t('models.runs.title')}
        exportAs="runs"
        rows={runs}
        keyOf={({ runId }) => runId}
        columns={[
          {
            key: 'run',
            label: t('models.runs.run'),
            value: ({ startedAt }) => startedAt,
            cell: ({ model, runId, startedAt }) => (
              <TextLink to="/models/$model/runs/$runId" params={{ model, runId }} style={{ whiteSpace: 'nowrap' }}>
                {moment(startedAt)}
              </TextLink>
            ),
          },
          {
            key: 'status',
            label: t('models.runs.status'),
            value: ({ status }) => status,
            cell: ({ status }) => <RunMark status={status} />,
          },
          {
            key: 'trigger',
            label: t('models.runs.trigger'),
            value: ({ trigger }) => trigger,
            cell: ({ trigger }) => t(`run.trigger.${trigger}`),
          },
          {
            key: 'took',
            label: t('models.runs.took'),
            isNumber: true,
            value: took,
            cell: (run) => duration(took(run)),
          },
          {
            key: 'verdict',
            label: t('models.runs.verdict'),
            value: outcome,
            cell: (run) => (
              <Text size="sm" miw={240} lineClamp={2}>
                {outcome(run)}
              </Text>
            ),
          },
        ]}
      />
      {onMore && (
        <Button variant="default" size="xs" onClick={onMore}>
          {t('common.more')}
        </Button>
      )}
    </>
  );
}
