import { Button, Group } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Campaign, type CampaignDefinition } from '../../../core/campaigns/contract.ts';
import { basketAbandonment, winBack } from '../../../core/campaigns/library.ts';
import { useApi } from '../api/api-context.ts';
import { DataTable } from '../parts/data-table.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { TextLink } from '../parts/links.tsx';
import { StateMark } from '../parts/marks.tsx';
import { Page } from '../parts/page.tsx';
import { Panel } from '../parts/panel.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { QueryView } from '../parts/query-view.tsx';
import { useFormats } from '../parts/use-formats.ts';
import { campaignsQuery, reportQuery } from './campaign-queries.ts';

/** Which campaigns are there, and did they bring anybody back? */
export function CampaignsPage() {
  const { t } = useTranslation();
  const { moment } = useFormats();
  const campaigns = useQuery(campaignsQuery(useApi()));
  return (
    <Page title={t('campaigns.title')} lead={t('campaigns.lead')} actions={<Create />}>
      <Panel title={t('campaigns.list')}>
        <QueryView query={campaigns}>
          {({ data }) =>
            data.length ? (
              <DataTable
                label={t('campaigns.list')}
                rows={data}
                keyOf={({ campaignId }) => campaignId}
                columns={[
                  {
                    key: 'name',
                    label: t('campaigns.name'),
                    value: ({ definition }) => definition.name,
                    cell: ({ campaignId, definition }) => (
                      <TextLink to="/campaigns/$campaignId" params={{ campaignId }}>
                        {definition.name}
                      </TextLink>
                    ),
                  },
                  {
                    key: 'state',
                    label: t('campaigns.state'),
                    value: ({ isActive }) => String(isActive),
                    cell: ({ isActive }) => (
                      <StateMark state={isActive ? 'running' : 'waiting'}>
                        {t(isActive ? 'campaigns.active' : 'campaigns.paused')}
                      </StateMark>
                    ),
                  },
                  {
                    key: 'schedule',
                    label: t('campaigns.schedule'),
                    cell: ({ definition }) => definition.schedule?.expression ?? t('campaigns.byHand'),
                  },
                  {
                    key: 'lift',
                    label: t('campaigns.lift'),
                    isNumber: true,
                    cell: ({ campaignId }) => <Lift campaignId={campaignId} />,
                  },
                  {
                    key: 'updated',
                    label: t('campaigns.updated'),
                    isNumber: true,
                    value: ({ updatedAt }) => updatedAt,
                    cell: ({ updatedAt }) => moment(updatedAt),
                  },
                ]}
              />
            ) : (
              <EmptyState title={t('campaigns.none')} next={t('campaigns.noneNext')} />
            )
          }
        </QueryView>
      </Panel>
    </Page>
  );
}

function Lift({ campaignId }: { readonly campaignId: string }) {
  const { t } = useTranslation();
  const { signed, interval } = useFormats();
  const { data, error } = useQuery(reportQuery(useApi(), campaignId));
  if (!data) return error ? t('campaigns.noReport') : '…';
  if (!data.lift) return t('campaigns.verdict.too-early');
  const points = (share: number) => 100 * share;
  return t('campaigns.liftOf', {
    value: signed(points(data.lift.value), 1),
    interval: interval(points(data.lift.low), points(data.lift.high), 1),
  });
}

/** Both come paused: nothing is sent before somebody looked at it. */
const LIBRARY = [
  { campaignId: 'win-back', definition: winBack, label: 'campaigns.create.winBack' },
  { campaignId: 'basket-abandonment', definition: basketAbandonment, label: 'campaigns.create.basket' },
] as const;

function Create() {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const create = useMutation({
    mutationFn: ({ campaignId, definition }: { campaignId: string; definition: CampaignDefinition }) =>
      api.post('/campaigns', Campaign, { campaignId, definition, isActive: false }, crypto.randomUUID()),
    onSuccess: async ({ campaignId }) => {
      await queries.invalidateQueries({ queryKey: ['campaigns'] });
      await navigate({ to: '/campaigns/$campaignId', params: { campaignId } });
    },
  });
  return (
    <Group gap="xs">
      {LIBRARY.map(({ campaignId, definition, label }) => (
        <Button
          key={campaignId}
          variant="default"
          loading={create.isPending}
          onClick={() => create.mutate({ campaignId, definition })}
        >
          {t(label)}
        </Button>
      ))}
      {create.error && <ProblemNotice error={create.error} />}
    </Group>
  );
}
