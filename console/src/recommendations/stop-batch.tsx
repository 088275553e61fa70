import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { SlateBatch } from '../../../core/recommendations/batch-contract.ts';
import { useApi } from '../api/api-context.ts';
import { Confirmation } from '../parts/confirmation.tsx';
import { slateBatchesKey, slateBatchQuery } from './batch-queries.ts';

/** Ends a batch that runs, once somebody has said again that they mean it. */
export function StopBatch({ batchId }: { readonly batchId: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const [isOpen, { open, close }] = useDisclosure(false);
  const stop = useMutation({
    mutationFn: () =>
      api.post(`/recommendations/batches/${encodeURIComponent(batchId)}/stop`, SlateBatch, {}, crypto.randomUUID()),
    onSuccess: async (batch) => {
      queries.setQueryData(slateBatchQuery(api, batchId).queryKey, batch);
      await queries.invalidateQueries({ queryKey: slateBatchesKey });
    },
  });
  const begin = () => {
    stop.reset();
    open();
  };
  return (
    <>
      <Button size="compact-sm" variant="default" onClick={begin}>
        {t('batches.stop')}
      </Button>
      <Confirmation
        isOpen={isOpen}
        onClose={close}
        title={t('batches.stopTitle')}
        detail={t('batches.stopDetail')}
        action={t('batches.stop')}
        onConfirm={() => stop.mutate()}
        change={stop}
      />
    </>
  );
}
