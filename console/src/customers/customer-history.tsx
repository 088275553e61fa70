import { Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { CustomerView } from '../../../core/customers/contract.ts';
import { useApi } from '../api/api-context.ts';
import { itemsQuery } from '../api/queries.ts';
import { EmptyState } from '../parts/empty-state.tsx';
import { useFormats } from '../parts/use-formats.ts';
import { useNow } from '../parts/use-now.ts';

export interface CustomerHistoryProps {
  readonly customer: CustomerView;
  readonly currency: string | undefined;
}

type Entry = CustomerView['history'][number];

/** Newest first: what this person did, by the titles of the items. */
export function CustomerHistory({ customer, currency }: CustomerHistoryProps) {
  const { t } = useTranslation();
  const newest = [...customer.history].reverse();
  const ids = [...new Set([...newest.flatMap(({ itemId }) => itemId ?? []), ...customer.basket])].sort();
  const items = useQuery(itemsQuery(useApi(), ids));
  const titles = new Map(items.data?.data.map(({ itemId, title }) => [itemId, title]));
  if (!newest.length) return <EmptyState title={t('customer.quiet')} next={t('customer.quietNext')} />;
  return (
    <Stack gap="sm">
      <Group gap="lg">
        <Text size="sm">{t('customer.basket', { count: customer.basket.length })}</Text>
        <Text size="sm">{t('customer.bought', { count: customer.purchased.length })}</Text>
      </Group>
      <ol className="timeline" aria-label={t('customer.history')}>
        {newest.map((entry, index) => (
          <HistoryEntry
            key={`${entry.at} ${entry.kind} ${entry.itemId ?? index}`}
            entry={entry}
            titles={titles}
            currency={currency}
          />
        ))}
      </ol>
    </Stack>
  );
}

interface HistoryEntryProps {
  readonly entry: Entry;
  readonly titles: ReadonlyMap<string, string>;
  readonly currency: string | undefined;
}

function HistoryEntry({ entry, titles, currency }: HistoryEntryProps) {
  const { t } = useTranslation();
  const { ago, money, moment } = useFormats();
  const now = useNow(10_000);
  const what = entry.itemId ? (titles.get(entry.itemId) ?? entry.itemId) : entry.query;
  return (
    <li>
      <Text size="xs" c="dimmed" title={moment(entry.at)}>
        {ago(entry.at, now)}
      </Text>
      <Text size="sm">
        <strong>{t(`customer.kind.${entry.kind}`)}</strong> {what}
        {entry.quantity && entry.quantity > 1 ? ` × ${entry.quantity}` : ''}
      </Text>
      <Text size="sm" className="number">
        {entry.price ? money(entry.price, currency) : ''}
      </Text>
    </li>
  );
}
