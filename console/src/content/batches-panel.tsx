import { Progress, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Batch } from '../../../core/content/batch-contract.ts';
import { useApi } from '../api/api-context.ts';
import { batchesQuery } from '../api/queries.ts';
import { faultWords } from '../parts/fault-words.ts';
import { StateMark } from '../parts/marks.tsx';
import { Panel } from '../parts/panel.tsx';
import { useFormats } from '../parts/use-formats.ts';

/** Batches and how far each is; they go on whoever looks. */
export function BatchesPanel() {
  const { t } = useTranslation();
  const batches = useQuery(batchesQuery(useApi()));
  if (!batches.data?.data.length) return null;
  return (
    <Panel title={t('content.batches')}>
      <Stack gap="md">
        {batches.data.data.map((batch) => (
          <BatchRow key={batch.batchId} batch={batch} />
        ))}
      </Stack>
    </Panel>
  );
}

function BatchRow({ batch }: { readonly batch: Batch }) {
  const { t } = useTranslation();
  const { whole, moment } = useFormats();
  const { total, drafted, refused, failed, status, isCounted } = batch;
  const done = drafted + refused + failed;
  const progress = { done: whole(done), total: whole(total), count: total };
  return (
    <div>
      <Text size="sm">
        <StateMark state={status}>{t(`state.${status}`)}</StateMark> {t(`content.kind.${batch.request.kind}`)} ·{' '}
        {moment(batch.startedAt)}
      </Text>
      <Progress value={total ? (100 * done) / total : 0} my={4} aria-label={t('content.progress', progress)} />
      <Text size="xs" c="dimmed">
        {t(isCounted ? 'content.progress' : 'content.progressSoFar', progress)}{' '}
        {t('content.counts', { drafted: whole(drafted), refused: whole(refused), failed: whole(failed) })}
      </Text>
      {batch.reason && (
        <Text size="xs" c="dimmed">
          {faultWords(t, batch)}
        </Text>
      )}
    </div>
  );
}
