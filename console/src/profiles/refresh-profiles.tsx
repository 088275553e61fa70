import { Button, Progress, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Refresh, StartRefreshResponse } from '../../../core/profiles/refresh-contract.ts';
import { useApi } from '../api/api-context.ts';
import { faultWords } from '../parts/fault-words.ts';
import { StateMark } from '../parts/marks.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { useFormats } from '../parts/use-formats.ts';
import { useNow } from '../parts/use-now.ts';

/** Orders a refresh. Sent twice it is one order, and while one runs it is that one. */
export function RefreshButton({ isRunning }: { readonly isRunning: boolean }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const [orderId, setOrderId] = useState<string>(() => crypto.randomUUID());
  const order = useMutation({
    mutationFn: () => api.post('/profiles/refresh', StartRefreshResponse, {}, orderId),
    onSuccess: async () => {
      setOrderId(crypto.randomUUID());
      await queries.invalidateQueries({ queryKey: ['clusters'] });
    },
  });
  return (
    <>
      <Button size="xs" variant="default" disabled={isRunning} loading={order.isPending} onClick={() => order.mutate()}>
        {t('profile.refresh')}
      </Button>
      {order.error && <ProblemNotice error={order.error} />}
    </>
  );
}

/** How far the refresh under way is, or why the last one failed; it goes on whoever looks. */
export function RefreshState({ refresh }: { readonly refresh: Refresh | null }) {
  const { t } = useTranslation();
  const { duration, whole } = useFormats();
  const now = useNow(1_000);
  if (!refresh || refresh.status === 'done') return null;
  if (refresh.status === 'failed')
    return (
      <Text size="sm">
        <StateMark state="failed">{t('profile.failed')}</StateMark> {faultWords(t, refresh)}
      </Text>
    );
  const { written = 0, customers, startedAt } = refresh;
  const step = customers
    ? t('profile.writing', { done: whole(written), total: whole(customers), count: customers })
    : t('profile.computing');
  return (
    <Stack gap={4}>
      <Text size="sm">
        <StateMark state="running">{step}</StateMark> {duration(now - Date.parse(startedAt))}
      </Text>
      {customers !== undefined && <Progress value={(100 * written) / customers} aria-label={step} />}
    </Stack>
  );
}
