import { Button, Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { StartTrainingResponse } from '../../../core/models/contract.ts';
import { useApi } from '../api/api-context.ts';
import { ProblemNotice } from '../parts/problem-notice.tsx';

/** Nobody writes for this shop yet: one order has a model learn from the shop's own texts. */
export function TrainGenerator() {
  const { t } = useTranslation();
  const api = useApi();
  const navigate = useNavigate();
  const [orderId] = useState(() => crypto.randomUUID());
  const order = useMutation({
    mutationFn: () => api.post('/models/generator/train', StartTrainingResponse, {}, orderId),
    onSuccess: ({ runId }) => navigate({ to: '/models/$model/runs/$runId', params: { model: 'generator', runId } }),
  });
  return (
    <>
      {order.error && <ProblemNotice error={order.error} />}
      <Group>
        <Button loading={order.isPending} onClick={() => order.mutate()}>
          {t('content.train')}
        </Button>
      </Group>
    </>
  );
}
