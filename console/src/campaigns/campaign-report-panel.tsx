import { Group, Progress, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { CampaignReport } from '../../../core/campaigns/contract.ts';
import { useApi } from '../api/api-context.ts';
import { DataTable } from '../parts/data-table.tsx';
import { RoleMark } from '../parts/marks.tsx';
import { Panel } from '../parts/panel.tsx';
import { QueryView } from '../parts/query-view.tsx';
import { useFormats } from '../parts/use-formats.ts';
import { ArmIntervals } from './arm-intervals.tsx';
import { reportQuery } from './campaign-queries.ts';
import { reasonName } from './reason-name.ts';

/** What it did: the number with its interval first, then how it came about. */
export function CampaignReportPanel({ campaignId }: { readonly campaignId: string }) {
  const { t } = useTranslation();
  const report = useQuery(reportQuery(useApi(), campaignId));
  const aside = (
    <Group gap="xs">
      <RoleMark kind="treatment">{t('role.treatment')}</RoleMark>
      <RoleMark kind="holdout">{t('role.holdout')}</RoleMark>
    </Group>
  );
  return (
    <Panel title={t('campaign.report.title')} aside={aside}>
      <QueryView query={report}>
        {(data) => (
          <div className="columns-2">
            <Verdict report={data} />
            <div>
              <Funnel report={data} />
            </div>
          </div>
        )}
      </QueryView>
    </Panel>
  );
}

function Verdict({ report }: { readonly report: CampaignReport }) {
  const { t } = useTranslation();
  const { signed, interval, share, whole } = useFormats();
  const { incremental, measured, treated, holdout, attributionDays, verdict, isWhole } = report;
  const armOf = ({ customers, ordered }: CampaignReport['treated']) => ({
    share: customers ? share(ordered / customers, 1) : '–',
    ordered: whole(ordered),
    customers: whole(customers),
    count: customers,
  });
  const progress = t('campaign.report.measured', {
    done: whole(measured.done),
    of: whole(measured.of),
    count: measured.of,
  });
  return (
    <Stack gap="xs">
      {incremental ? (
        <Group align="baseline" gap="md">
          <Text className="headline">{signed(incremental.value, 0)}</Text>
          <Text c="dimmed">
            {t('campaign.report.unit', {
              interval: interval(incremental.low, incremental.high, 0),
              count: Math.round(incremental.value),
            })}
          </Text>
        </Group>
      ) : (
        <Text className="headline">{t('campaigns.verdict.too-early')}</Text>
      )}
      <Text size="sm">{t(`campaign.report.says.${verdict}`, { days: attributionDays, count: attributionDays })}</Text>
      <ArmIntervals report={report} />
      <Text size="sm">{t('campaign.report.treated', armOf(treated))}</Text>
      <Text size="sm">{t('campaign.report.held', armOf(holdout))}</Text>
      <Progress value={measured.of ? (100 * measured.done) / measured.of : 0} size={6} aria-label={progress} />
      <Text size="xs" c="dimmed">
        {progress} {!isWhole && t('campaign.report.part')}
      </Text>
    </Stack>
  );
}

function Funnel({ report: { funnel } }: { readonly report: CampaignReport }) {
  const { t } = useTranslation();
  const { whole, share } = useFormats();
  const steps = [
    'audience',
    'heldOut',
    'held',
    'unresolved',
    'sent',
    'delivered',
    'opened',
    'machineOpened',
    'clicked',
    'ordered',
  ] as const;
  const rows = [
    ...steps.map((step) => ({ name: t(`campaign.funnel.${step}`), count: funnel[step] })),
    ...Object.entries(funnel.skipped).map(([reason, count]) => ({ name: t(reasonName(reason)), count })),
  ];
  return (
    <DataTable
      label={t('campaign.funnel.title')}
      rows={rows}
      keyOf={({ name }) => name}
      exportAs="funnel"
      columns={[
        { key: 'name', label: t('campaign.funnel.title'), value: ({ name }) => name, cell: ({ name }) => name },
        {
          key: 'count',
          label: t('campaign.funnel.customers'),
          isNumber: true,
          value: ({ count }) => count,
          cell: ({ count }) => whole(count),
        },
        {
          key: 'share',
          label: t('campaign.funnel.share'),
          isNumber: true,
          cell: ({ count }) => (funnel.audience ? share(count / funnel.audience, 1) : '–'),
        },
      ]}
    />
  );
}
