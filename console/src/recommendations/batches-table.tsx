import { Button, Text } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { SlateBatch } from '../../../core/recommendations/batch-contract.ts';
import { versionedName } from '../../../core/recommendations/recipe.ts';
import { type Column, DataTable } from '../parts/data-table.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { faultWords } from '../parts/fault-words.ts';
import type { Formats } from '../parts/formats.ts';
import { TextLink } from '../parts/links.tsx';
import { StateMark } from '../parts/marks.tsx';
import { useFormats } from '../parts/use-formats.ts';

export interface BatchesTableProps {
  readonly batches: readonly SlateBatch[];
  /** Reads older batches, where there are any. */
  readonly onMore: (() => void) | undefined;
}

/** Which recipe makes a batch: `for-you@3`. */
export const recipeOf = ({ request: { recipe: name }, recipeVersion: version }: SlateBatch): string =>
  version === undefined ? name : versionedName({ name, version });

/** Batches, the newest first, how far each is, and what came of it. */
export function BatchesTable({ batches, onMore }: BatchesTableProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  if (!batches.length) return <EmptyState title={t('batches.none')} next={t('batches.noneNext')} />;
  return (
    <>
      <DataTable
        label={t('batches.list')}
        exportAs="batches"
        rows={batches}
        keyOf={({ batchId }) => batchId}
        columns={batchColumns(t, formats)}
      />
      {onMore && (
        <Button variant="default" size="xs" onClick={onMore}>
          {t('common.more')}
        </Button>
      )}
    </>
  );
}

/** What is not known, as of a batch that has not ended, is no figure: it is sorted last and exported empty. */
export function batchColumns(t: TFunction, { moment, whole }: Pick<Formats, 'moment' | 'whole'>): Column<SlateBatch>[] {
  const reasonOf = (batch: SlateBatch) => faultWords(t, batch);
  return [
    {
      key: 'startedAt',
      label: t('batches.started'),
      value: ({ startedAt }) => startedAt,
      cell: ({ batchId, startedAt }) => (
        <TextLink to="/recommendations/batches/$batchId" params={{ batchId }} style={{ whiteSpace: 'nowrap' }}>
          {moment(startedAt)}
        </TextLink>
      ),
    },
    {
      key: 'status',
      label: t('batches.status'),
      value: ({ status }) => status,
      cell: (batch) => <BatchMark batch={batch} />,
    },
    {
      key: 'kind',
      label: t('batches.kind'),
      value: ({ request }) => request.kind,
      cell: ({ request }) => (
        <Text size="sm" miw={120}>
          {t(`batches.of.${request.kind}`)}
        </Text>
      ),
    },
    {
      key: 'recipe',
      label: t('batches.recipe'),
      value: recipeOf,
      cell: (batch) => <span className="mono">{recipeOf(batch)}</span>,
    },
    {
      key: 'customers',
      label: t('batches.customers'),
      isNumber: true,
      value: ({ customers }) => customers,
      cell: ({ customers }) => (customers === undefined ? '–' : whole(customers)),
    },
    {
      key: 'files',
      label: t('batches.files'),
      isNumber: true,
      value: ({ files }) => files,
      cell: ({ files }) => (files === undefined ? '–' : whole(files)),
    },
    {
      key: 'reason',
      label: t('batches.reason'),
      value: reasonOf,
      cell: (batch) =>
        batch.reason && (
          <Text size="sm" miw={200} lineClamp={2}>
            {reasonOf(batch)}
          </Text>
        ),
    },
  ];
}

/** How much of a batch is made, in words. */
export const partsDone = (t: TFunction, parts: NonNullable<SlateBatch['parts']>): string =>
  t('batches.parts', { ...parts, count: parts.total });

/** What somebody stopped has not failed. */
export function BatchState({ batch: { status, says } }: { readonly batch: Pick<SlateBatch, 'status' | 'says'> }) {
  const { t } = useTranslation();
  if (says?.code === 'aborted') return <StateMark state="waiting">{t('batches.stopped')}</StateMark>;
  return <StateMark state={status}>{t(`state.${status}`)}</StateMark>;
}

/** Its state, and while it runs how much of it is done. */
export function BatchMark({ batch }: { readonly batch: Pick<SlateBatch, 'status' | 'parts' | 'says'> }) {
  const { status, parts } = batch;
  const { t } = useTranslation();
  return (
    <>
      <BatchState batch={batch} />
      {status === 'running' && parts && (
        <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
          {partsDone(t, parts)}
        </Text>
      )}
    </>
  );
}
