import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Followed, WINDOW_DAYS } from './what-followed.ts';

export interface DecisionOutcomeProps {
  readonly followed: Followed;
  readonly titles: ReadonlyMap<string, string>;
}

/** What followed a decision inside its window. */
export function DecisionOutcome({ followed, titles }: DecisionOutcomeProps) {
  const { t } = useTranslation();
  const { acts, hasBought, isOpen } = followed;
  const days = { days: WINDOW_DAYS };
  const said = acts.map(({ kind, itemId }) => `${t(`customer.kind.${kind}`)} ${titles.get(itemId) ?? itemId}`);
  const isOther = hasBought && !acts.some(({ kind }) => kind === 'purchase');
  const parts = [...said, ...(isOther ? [t('customer.followed.other')] : [])];
  return (
    <Text size="xs">
      {parts.length
        ? t('customer.followed.acts', { ...days, acts: parts.join(' · ') })
        : t(isOpen ? 'customer.followed.open' : 'customer.followed.nothing', days)}
    </Text>
  );
}
