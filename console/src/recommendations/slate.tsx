import { Button, Group, Text } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Recommendations, RecommendedItem } from '../../../core/recommendations/contract.ts';
import { EmptyState } from '../parts/empty-state.tsx';
import { RoleMark } from '../parts/marks.tsx';
import { useFormats } from '../parts/use-formats.ts';

const route = getRouteApi('/recommendations');

export interface SlateProps {
  readonly slate: Recommendations;
  readonly currency: string | undefined;
  readonly isBusy: boolean;
  readonly onAgain: () => void;
}

/** The slate as the shop would get it, with who chose it and under which arm. */
export function Slate({ slate, currency, isBusy, onAgain }: SlateProps) {
  const { t } = useTranslation();
  const arm = slate.experimentArm === 'holdout' ? 'holdout' : 'treatment';
  return (
    <>
      <Group gap="sm" mb="xs" justify="space-between">
        <Group gap="sm">
          <RoleMark kind={arm}>{t(`role.${arm}`)}</RoleMark>
          <Text size="sm">{t('slate.policy', { policy: slate.policy })}</Text>
          <Text size="sm" className="mono" c="dimmed">
            {t('slate.version', { version: slate.modelVersion })}
          </Text>
        </Group>
        <Button size="xs" variant="default" loading={isBusy} onClick={onAgain}>
          {t('slate.again')}
        </Button>
      </Group>
      <Text size="xs" c="dimmed" mb="md">
        {t(slate.experimentArm === 'holdout' ? 'slate.heldOut' : 'slate.look', { recipe: slate.recipe })}
      </Text>
      {slate.hasUnseen && (
        <Text size="sm" mb="md">
          {t('slate.unseen')}
        </Text>
      )}
      {slate.items.length ? (
        <ol className="slate">
          {slate.items.map((item, index) => (
            <li key={item.itemId}>
              <SlateCard item={item} position={index + 1} currency={currency} />
            </li>
          ))}
        </ol>
      ) : (
        <EmptyState title={t('slate.none')} next={t('slate.noneNext')} />
      )}
    </>
  );
}

interface SlateCardProps {
  readonly item: RecommendedItem;
  readonly position: number;
  readonly currency: string | undefined;
}

function SlateCard({ item, position, currency }: SlateCardProps) {
  const { t } = useTranslation();
  const { score, money, language } = useFormats();
  const search = route.useSearch();
  const navigate = useNavigate();
  return (
    <article className="panel slate-card">
      <Group justify="space-between" wrap="nowrap" align="flex-start" gap="xs">
        <Text fw={600} size="sm">
          {position}. {item.title}
        </Text>
        <Text size="sm" style={{ whiteSpace: 'nowrap' }}>
          {money(item.price, currency)}
        </Text>
      </Group>
      <Text size="sm" style={{ flex: 1 }}>
        {item.action && `${t(`slate.action.${item.action}`)}: `}
        {item.reasons[0]?.text[language]}
      </Text>
      <Group justify="space-between" gap="xs">
        <Text size="xs" c="dimmed">
          {t(`slate.source.${item.source}`)} · {score(item.score)}
        </Text>
        <Button
          onClick={() =>
            void navigate({ to: '/recommendations', search: { ...search, why: item.itemId }, resetScroll: false })
          }
          aria-pressed={search.why === item.itemId}
          size="compact-xs"
          variant="default"
          aria-label={t('slate.why.of', { title: item.title })}
        >
          {t('slate.why.open')}
        </Button>
      </Group>
    </article>
  );
}
