import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CampaignView, DryRunReport, RunReceipt, TestSendReceipt } from '../../../core/campaigns/contract.ts';
import { useApi } from '../api/api-context.ts';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { useFormats } from '../parts/use-formats.ts';
import { reasonName } from './reason-name.ts';

/** Try it, send it to yourself, run it. A run says first to how many it would write. */
export function CampaignActions({ campaign }: { readonly campaign: CampaignView }) {
  return (
    <>
      <TestSend campaignId={campaign.campaignId} />
      <DryRun campaignId={campaign.campaignId} />
    </>
  );
}

function DryRun({ campaignId }: { readonly campaignId: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const [isOpen, { open, close }] = useDisclosure(false);
  const [orderId, setOrderId] = useState('');
  const look = useMutation({
    mutationFn: () => api.post(`/campaigns/${campaignId}/dry-run`, DryRunReport, {}, crypto.randomUUID()),
  });
  const run = useMutation({
    mutationFn: () => api.post(`/campaigns/${campaignId}/run`, RunReceipt, {}, orderId),
    onSuccess: async () => {
      close();
      await queries.invalidateQueries({ queryKey: ['campaign', campaignId] });
    },
  });
  const begin = () => {
    setOrderId(crypto.randomUUID());
    run.reset();
    look.mutate();
    open();
  };
  return (
    <>
      <Button onClick={begin}>{t('campaign.dryRun.action')}</Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title={t('campaign.dryRun.title')}
        centered
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <Stack gap="md">
          {look.isPending && <Text role="status">{t('common.loading')}</Text>}
          {look.data && <DryRunFacts report={look.data} />}
          {look.error && <ProblemNotice error={look.error} />}
          {run.error && <ProblemNotice error={run.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {t('common.cancel')}
            </Button>
            <Button loading={run.isPending} disabled={!look.data} onClick={() => run.mutate()}>
              {t('campaign.dryRun.run')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}

function DryRunFacts({ report }: { readonly report: DryRunReport }) {
  const { t } = useTranslation();
  const { whole, about, decimal, share } = useFormats();
  const { estimate } = report;
  return (
    <Stack gap={4}>
      <Text className="headline">{t('campaign.dryRun.send', { count: report.wouldSend })}</Text>
      <Text size="sm">
        {t('campaign.dryRun.others', {
          matched: whole(estimate?.matched.value ?? report.matched),
          heldOut: whole(report.heldOut),
          held: whole(report.held),
        })}
      </Text>
      {estimate && (
        <Text size="sm">
          {t('campaign.dryRun.estimated', {
            looked: whole(report.looked),
            customers: about(estimate.customers.value),
            low: about(estimate.matched.low),
            high: about(estimate.matched.high),
          })}
        </Text>
      )}
      {Object.entries(report.skipped).map(([reason, count]) => (
        <Text size="sm" key={reason}>
          {t('campaign.dryRun.skipped', { reason: t(reasonName(reason)), count })}
        </Text>
      ))}
      {report.targetShare !== null && (
        <Text size="sm">{t('campaign.dryRun.targeted', { share: share(report.targetShare, 0) })}</Text>
      )}
      <Text size="sm">{t('campaign.dryRun.cost', { usd: decimal(report.costUsd, 2) })}</Text>
      {report.detectable !== null && (
        <Text size="sm" c="dimmed">
          {t('campaign.dryRun.detectable', { count: report.detectable })}
        </Text>
      )}
    </Stack>
  );
}

function TestSend({ campaignId }: { readonly campaignId: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const [isOpen, { open, close }] = useDisclosure(false);
  const [email, setEmail] = useState('');
  const send = useMutation({
    mutationFn: (language: 'en' | 'zh') =>
      api.post(`/campaigns/${campaignId}/test-send`, TestSendReceipt, { email, language }, crypto.randomUUID()),
  });
  return (
    <>
      <Button variant="default" onClick={open}>
        {t('campaign.testSend.action')}
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title={t('campaign.testSend.title')}
        centered
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <Stack gap="md">
          <TextInput
            type="email"
            label={t('campaign.testSend.email')}
            description={t('campaign.testSend.what')}
            value={email}
            onChange={({ currentTarget }) => setEmail(currentTarget.value)}
            data-autofocus
          />
          {send.error && <ProblemNotice error={send.error} />}
          {send.isSuccess && (
            <Text size="sm" role="status">
              {t('campaign.testSend.sent')}
            </Text>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" loading={send.isPending} disabled={!email} onClick={() => send.mutate('zh')}>
              {t('campaign.testSend.zh')}
            </Button>
            <Button loading={send.isPending} disabled={!email} onClick={() => send.mutate('en')}>
              {t('campaign.testSend.en')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
