import { Group, Stack, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { LatestEvent } from '../../../core/events/contract.ts';
import type { HomeView } from '../../../core/platform/home-contract.ts';
import { EmptyState } from '../parts/empty-state.tsx';
import { TextLink } from '../parts/links.tsx';
import { useFormats } from '../parts/use-formats.ts';
import { useNow } from '../parts/use-now.ts';
import { minuteBars } from './minute-bars.ts';

type Events = HomeView['events'];

/** Counts that tick, the hour by the minute, and who did what just now. */
export function LiveEvents({ events }: { readonly events: Events }) {
  const { t } = useTranslation();
  if (!events.lastHour && !events.latest.length) {
    const command = `curl -X POST ${window.location.origin}/v1/track -u "$WRITE_KEY:" -H 'content-type: application/json' \\\n  -d '{"anonymousId":"me","event":"Product Viewed","properties":{"product_id":"1"}}'`;
    return <EmptyState title={t('home.events.none')} next={t('home.events.next')} command={command} />;
  }
  return (
    <Stack gap="md">
      <Counts events={events} />
      <Hour events={events} />
      <Latest latest={events.latest.slice(0, 10)} />
    </Stack>
  );
}

function Counts({ events }: { readonly events: Events }) {
  const { t } = useTranslation();
  const { whole } = useFormats();
  return (
    <Group gap="xl">
      {(['lastMinute', 'lastHour'] as const).map((count) => (
        <div key={count}>
          <div className="figure" data-count={count}>
            {whole(events[count])}
          </div>
          <Text size="xs" c="dimmed">
            {t(`home.events.${count}`)}
          </Text>
        </div>
      ))}
    </Group>
  );
}

function Hour({ events }: { readonly events: Events }) {
  const { t } = useTranslation();
  const { whole } = useFormats();
  const bars = minuteBars(events.minutes, useNow(10_000));
  const most = Math.max(1, ...bars.map(({ events: count }) => count));
  const caption = t('home.events.caption', { most: whole(most) });
  return (
    <figure style={{ margin: 0 }}>
      <svg className="spark" viewBox="0 0 240 48" preserveAspectRatio="none" role="img" aria-label={caption}>
        {bars.map(({ minute, events: count }, index) => {
          const height = count ? Math.max(1, (46 * count) / most) : 0;
          return <rect key={minute} x={index * 4} y={48 - height} width={3} height={height} />;
        })}
      </svg>
      <Text component="figcaption" size="xs" c="dimmed">
        {caption}
      </Text>
    </figure>
  );
}

function Latest({ latest }: { readonly latest: readonly LatestEvent[] }) {
  const { t } = useTranslation();
  const { ago } = useFormats();
  const now = useNow();
  return (
    <div className="scroller">
      <Table verticalSpacing={6} aria-label={t('home.events.latest')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('home.events.when')}</Table.Th>
            <Table.Th>{t('home.events.what')}</Table.Th>
            <Table.Th>{t('home.events.item')}</Table.Th>
            <Table.Th>{t('home.events.who')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {latest.map((event) => (
            <Table.Tr key={event.messageId}>
              <Table.Td style={{ whiteSpace: 'nowrap' }}>{ago(event.receivedAt, now)}</Table.Td>
              <Table.Td style={{ whiteSpace: 'nowrap' }}>{event.event || t(`home.events.type.${event.type}`)}</Table.Td>
              <Table.Td className="mono">{event.itemId ?? ''}</Table.Td>
              <Table.Td>
                <TextLink to="/recommendations" search={{ customer: event.customer, by: 'pseudonym' }} className="mono">
                  {event.customer.slice(0, 10)}
                </TextLink>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
