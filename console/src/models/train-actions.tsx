import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ModelView, StartTrainingResponse } from '../../../core/models/contract.ts';
import type { ModelName } from '../../../core/models/names.ts';
import { useApi } from '../api/api-context.ts';
import { Confirmation } from '../parts/confirmation.tsx';

export interface TrainActionsProps {
  readonly name: ModelName;
  readonly model: ModelView | undefined;
  readonly isRunning: boolean;
}

/** Train anew, or go back to the version before; both say first what will happen. */
export function TrainActions({ name, model, isRunning }: TrainActionsProps) {
  const { t } = useTranslation();
  const serving = model?.champion[0];
  return (
    <>
      {model?.previous && serving && (
        <ConfirmedOrder
          label={t('models.rollBack.action')}
          title={t('models.rollBack.title')}
          detail={t('models.rollBack.detail', { from: serving.modelVersion, to: model.previous })}
          model={name}
          verb="rollback"
        />
      )}
      <ConfirmedOrder
        label={t('models.train.action')}
        title={t('models.train.title')}
        detail={t(isRunning ? 'models.train.another' : 'models.train.detail')}
        model={name}
        verb="train"
        isMain
      />
    </>
  );
}

interface ConfirmedOrderProps {
  readonly label: string;
  readonly title: string;
  readonly detail: string;
  readonly model: ModelName;
  readonly verb: 'train' | 'rollback';
  readonly isMain?: boolean;
}

/** One order to the workflow; sending it twice from one dialogue starts one run. */
function ConfirmedOrder({ label, title, detail, model, verb, isMain }: ConfirmedOrderProps) {
  const api = useApi();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [isOpen, { open, close }] = useDisclosure(false);
  const [orderId, setOrderId] = useState('');
  const order = useMutation({
    mutationFn: () => api.post(`/models/${model}/${verb}`, StartTrainingResponse, {}, orderId),
    onSuccess: async ({ runId }) => {
      close();
      await queries.invalidateQueries({ queryKey: ['runs'] });
      await navigate({ to: '/models/$model/runs/$runId', params: { model, runId } });
    },
  });
  const begin = () => {
    setOrderId(crypto.randomUUID());
    order.reset();
    open();
  };
  return (
    <>
      <Button variant={isMain ? 'filled' : 'default'} onClick={begin}>
        {label}
      </Button>
      <Confirmation
        isOpen={isOpen}
        onClose={close}
        title={title}
        detail={detail}
        action={label}
        onConfirm={() => order.mutate()}
        change={order}
        isActionFocused
      />
    </>
  );
}
