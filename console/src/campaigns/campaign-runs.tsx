import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CampaignRun, CampaignView } from '../../../core/campaigns/contract.ts';
import { DataTable } from '../parts/data-table.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { faultWords } from '../parts/fault-words.ts';
import { TextLink } from '../parts/links.tsx';
import { StateMark } from '../parts/marks.tsx';
import { Panel } from '../parts/panel.tsx';
import { useFormats } from '../parts/use-formats.ts';

export interface CampaignRunsProps {
  readonly campaign: CampaignView;
  readonly current: string | undefined;
}

export function CampaignRuns({ campaign: { campaignId, runs }, current }: CampaignRunsProps) {
  const { t } = useTranslation();
  const { moment, whole, share } = useFormats();
  const count = (name: 'audience' | 'sent' | 'heldOut') => ({
    key: name,
    label: t(`campaign.funnel.${name}`),
    isNumber: true,
    value: ({ counts }: CampaignRun) => counts?.[name],
    cell: ({ counts, status }: CampaignRun) => (counts ? whole(counts[name]) : status === 'running' ? '…' : ''),
  });
  const targeted = {
    key: 'targeting',
    label: t('campaign.runs.targeting'),
    cell: ({ targeting }: CampaignRun) =>
      targeting
        ? t(`campaign.targeting.${targeting.isPartial ? 'partial' : targeting.status}`, {
            threshold: share(targeting.threshold ?? 0, 1),
          })
        : t('campaign.targeting.all'),
  };
  return (
    <Panel title={t('campaign.runs.title')}>
      {runs.length ? (
        <DataTable
          label={t('campaign.runs.title')}
          rows={runs}
          keyOf={({ runId }) => runId}
          isCurrent={({ runId }) => runId === current}
          columns={[
            {
              key: 'started',
              label: t('campaign.runs.started'),
              value: ({ startedAt }) => startedAt,
              cell: ({ runId, startedAt }) => (
                <TextLink
                  to="/campaigns/$campaignId"
                  params={{ campaignId }}
                  search={{ run: runId }}
                  style={{ whiteSpace: 'nowrap' }}
                >
                  {moment(startedAt)}
                </TextLink>
              ),
            },
            {
              key: 'status',
              label: t('campaigns.state'),
              value: ({ status }) => status,
              cell: (run) => <RunState run={run} />,
            },
            {
              key: 'trigger',
              label: t('campaign.runs.trigger'),
              cell: ({ trigger }) => t(`campaign.runs.${trigger}`),
            },
            ...(runs.some(({ targeting }) => targeting) ? [targeted] : []),
            count('audience'),
            count('sent'),
            count('heldOut'),
          ]}
        />
      ) : (
        <EmptyState title={t('campaign.runs.none')} next={t('campaign.runs.noneNext')} />
      )}
    </Panel>
  );
}

/** How it stands; of one that failed, why. */
export function RunState({ run }: { readonly run: Pick<CampaignRun, 'status' | 'reason' | 'says'> }) {
  const { t } = useTranslation();
  return (
    <>
      <StateMark state={run.status}>{t(`state.${run.status}`)}</StateMark>
      {run.reason && (
        <Text size="xs" miw={200}>
          {faultWords(t, run)}
        </Text>
      )}
    </>
  );
}
