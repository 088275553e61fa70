import { Code, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ClusterList } from '../../../core/profiles/refresh-contract.ts';
import { useApi } from '../api/api-context.ts';
import { EmptyState } from '../parts/empty-state.tsx';
import { Panel } from '../parts/panel.tsx';
import { QueryView } from '../parts/query-view.tsx';
import { useFormats } from '../parts/use-formats.ts';
import { ChurnCalibrationNote } from './churn-calibration.tsx';
import { clustersQuery } from './profile-queries.ts';
import { RefreshButton, RefreshState } from './refresh-profiles.tsx';
import { ShareBars } from './share-bars.tsx';

/** Which groups of customers does the shop have, and what do the profiles rest on? */
export function ClustersPanel() {
  const { t } = useTranslation();
  const clusters = useQuery(clustersQuery(useApi()));
  const isRunning = clusters.data?.refresh?.status === 'running';
  return (
    <Panel title={t('profile.clusters')} aside={<RefreshButton isRunning={isRunning} />}>
      <QueryView query={clusters} lines={4}>
        {(list) => (
          <Stack gap="sm">
            <RefreshState refresh={list.refresh} />
            {list.published ? (
              <Published list={list} published={list.published} />
            ) : (
              <EmptyState title={t('profile.none')} next={t('profile.noneNext')} />
            )}
          </Stack>
        )}
      </QueryView>
    </Panel>
  );
}

interface PublishedProps {
  readonly list: ClusterList;
  readonly published: NonNullable<ClusterList['published']>;
}

function Published({ list, published }: PublishedProps) {
  const { t } = useTranslation();
  const { language, moment, whole, decimal } = useFormats();
  const { customers, computedAt, clusters, churn, said } = published;
  const rows = list.data.map(({ id, name, share, customers: count, said: traits }) => ({
    key: id,
    name: name[language],
    share,
    note: (
      <Text size="xs" c="dimmed" className="share-note">
        {[t('profile.customers', { count }), ...traits.map((trait) => trait[language])].join(' · ')}
        {' · '}
        <Code>{`customer.cluster = '${id}'`}</Code>
      </Text>
    ),
  }));
  return (
    <>
      {said.clusters ? (
        <EmptyState title={t('profile.ungrouped')} next={said.clusters[language]} />
      ) : (
        <>
          <ShareBars label={t('profile.clusters')} rows={rows} />
          <Text size="xs" c="dimmed">
            {t('profile.asAudience')}
          </Text>
        </>
      )}
      {said.churn && <Text size="sm">{said.churn[language]}</Text>}
      {churn.calibration && <ChurnCalibrationNote calibration={churn.calibration} isClaimed={!said.churn} />}
      <Text size="xs" c="dimmed">
        {t('profile.counted', { customers: whole(customers), count: customers, at: moment(computedAt) })}
        {clusters.silhouette !== null &&
          clusters.stability !== null &&
          ` ${t('profile.quality', { silhouette: decimal(clusters.silhouette, 2), stability: decimal(clusters.stability, 2) })}`}
      </Text>
    </>
  );
}
