import { Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ModelView } from '../../../core/models/contract.ts';
import { EmptyState } from '../parts/empty-state.tsx';
import { RoleMark } from '../parts/marks.tsx';
import { useFormats } from '../parts/use-formats.ts';
import { candidateName } from './candidate-name.ts';

/** Who answers requests, and by how much; while a challenger is tried, both. */
export function ChampionPanel({ model }: { readonly model: ModelView }) {
  const { t } = useTranslation();
  const { share, decimal } = useFormats();
  if (!model.champion.length) {
    const lists = model.candidatesVersion;
    const title = lists ? t('models.champion.lists', { version: lists }) : t('models.champion.none');
    return <EmptyState title={title} next={t('models.champion.next')} />;
  }
  const variants = [...model.champion].sort((left, right) => right.weight - left.weight);
  return (
    <Stack gap="sm">
      {variants.map(({ modelVersion, candidate, scorer, weight, endpointName }, index) => {
        const metrics = model.versions.find(({ version }) => version === modelVersion)?.metrics;
        return (
          <div key={endpointName}>
            <Group gap="sm" align="baseline">
              <Text className="figure">{candidateName({ candidate, scorer })}</Text>
              <RoleMark kind={index ? 'challenger' : 'champion'}>
                {t(index ? 'role.challenger' : 'role.champion')}
              </RoleMark>
              <Text size="sm">{t('models.champion.share', { share: share(weight) })}</Text>
            </Group>
            {metrics && (
              <Text size="sm">
                {t(metrics.ranking ? 'models.champion.slates' : 'models.champion.metrics', {
                  ndcg: decimal(metrics.ranking?.ndcg20 ?? 0, 3),
                  hit: share(metrics.ranking?.hit20 ?? 0),
                  coverage: share(metrics.ranking?.coverage20 ?? 0),
                  logLoss: decimal(metrics.log_loss, 4),
                  low: decimal(metrics.log_loss_low, 4),
                  high: decimal(metrics.log_loss_high, 4),
                  auc: metrics.auc === undefined ? '–' : decimal(metrics.auc, 3),
                })}
              </Text>
            )}
            <Text size="sm" c="dimmed" className="mono">
              {t('models.champion.version', { version: modelVersion })}
            </Text>
          </div>
        );
      })}
    </Stack>
  );
}
