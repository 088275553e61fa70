import { Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { LatestEvent } from '../../../core/events/contract.ts';
import { ButtonLink } from '../parts/links.tsx';

/** Whoever did something last is the quickest way to a slate. */
export function ActiveCustomers({ latest }: { readonly latest: readonly LatestEvent[] }) {
  const { t } = useTranslation();
  const customers = [...new Map(latest.map((event) => [event.customer, event])).values()].slice(0, 12);
  return (
    <>
      <Text size="sm" c="dimmed" mb="sm">
        {t('slate.activeLead')}
      </Text>
      <Group gap="xs">
        {customers.map(({ customer, isKnown, event }) => (
          <ButtonLink
            key={customer}
            to="/recommendations"
            search={{ customer, by: 'pseudonym' }}
            variant="default"
            size="xs"
            title={event}
          >
            <span className="mono">{customer.slice(0, 12)}</span>
            {!isKnown && <span style={{ marginLeft: 8 }}>{t('slate.browser')}</span>}
          </ButtonLink>
        ))}
      </Group>
    </>
  );
}
