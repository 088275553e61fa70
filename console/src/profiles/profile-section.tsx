import { Group, List, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Profile } from '../../../core/profiles/contract.ts';
import { useApi } from '../api/api-context.ts';
import type { CustomerBy } from '../api/queries.ts';
import { QueryView } from '../parts/query-view.tsx';
import { useFormats } from '../parts/use-formats.ts';
import { profileQuery } from './profile-queries.ts';
import { ShareBars } from './share-bars.tsx';

export interface ProfileSectionProps {
  readonly customer: string;
  readonly by: CustomerBy;
  readonly currency: string | undefined;
}

/** What kind of customer is this, how sure is that, and why is it said? */
export function ProfileSection({ customer, by, currency }: ProfileSectionProps) {
  const { t } = useTranslation();
  const profile = useQuery(profileQuery(useApi(), customer, by));
  return (
    <section aria-label={t('profile.title')}>
      <Title order={3} size="h5" mb="xs">
        {t('profile.title')}
      </Title>
      <QueryView query={profile} lines={6}>
        {(found) =>
          found ? (
            <ProfileView profile={found} currency={currency} />
          ) : (
            <Text size="sm" c="dimmed">
              {t('profile.unseen')}
            </Text>
          )
        }
      </QueryView>
    </section>
  );
}

function ProfileView({ profile, currency }: { readonly profile: Profile; readonly currency: string | undefined }) {
  const { t } = useTranslation();
  const { language, moment, share } = useFormats();
  const { mode, rfm, cluster, churn, facts, reasons, computedAt } = profile;
  const scores = [rfm.recency, rfm.frequency, rfm.monetary].map((score) => score ?? '–').join(' ');
  return (
    <Stack gap="sm">
      <dl className="facts-grid">
        <Fact
          name={t('profile.rfm')}
          value={t(`profile.segment.${rfm.segment}`)}
          note={t('profile.scores', { scores })}
        />
        <Fact
          name={t('profile.cluster')}
          value={cluster ? cluster.name[language] : t('profile.noCluster')}
          note={cluster ? t('profile.ofCustomers', { share: share(cluster.share) }) : ''}
        />
        <Fact
          name={t('profile.churn')}
          value={churn ? share(churn.probability) : t('profile.noChurn')}
          note={churn ? t('profile.churnMeans', { days: churn.horizonDays }) : ''}
        />
      </dl>
      <Counted facts={facts} currency={currency} />
      <Group align="flex-start" gap="lg" grow preventGrowOverflow={false}>
        {facts.categories.length > 0 && <Affinities label={t('profile.categories')} rows={facts.categories} />}
        {facts.brands.length > 0 && <Affinities label={t('profile.brands')} rows={facts.brands} />}
      </Group>
      <div>
        <Text size="xs" c="dimmed">
          {t(`profile.mode.${mode}`, { at: moment(computedAt) })}
        </Text>
        <List size="xs" c="dimmed">
          {reasons.map(({ code, text }) => (
            <List.Item key={code}>{text[language]}</List.Item>
          ))}
        </List>
      </div>
    </Stack>
  );
}

function Fact({ name, value, note }: { readonly name: string; readonly value: string; readonly note: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <Text fw={600}>{value}</Text>
        {note && (
          <Text size="xs" c="dimmed">
            {note}
          </Text>
        )}
      </dd>
    </div>
  );
}

function Counted({ facts, currency }: { readonly facts: Profile['facts']; readonly currency: string | undefined }) {
  const { t } = useTranslation();
  const { whole, money, duration } = useFormats();
  const { orders, spent, daysBetweenOrders, activeDays, dwellSeconds, price, hour, device } = facts;
  const said = [
    t('profile.facts.orders', { orders: whole(orders), count: orders, spent: money(spent, currency) }),
    daysBetweenOrders === null
      ? undefined
      : t('profile.facts.rhythm', { days: whole(daysBetweenOrders), count: Math.round(daysBetweenOrders) }),
    t('profile.facts.activity', { days: whole(activeDays), count: activeDays }),
    dwellSeconds === null ? undefined : t('profile.facts.dwell', { time: duration(dwellSeconds * 1_000) }),
    price === null
      ? undefined
      : t('profile.facts.price', { low: money(price.low, currency), high: money(price.high, currency) }),
    hour === null ? undefined : t('profile.facts.hour', { from: hour.utc, to: (hour.utc + 1) % 24 }),
    device === null ? undefined : t(`profile.device.${device}`),
  ];
  return <Text size="sm">{said.filter(Boolean).join(' · ')}</Text>;
}

function Affinities({ label, rows }: { readonly label: string; readonly rows: Profile['facts']['categories'] }) {
  return (
    <div>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <ShareBars label={label} rows={rows.map(({ value, share }) => ({ key: value, name: value, share }))} />
    </div>
  );
}
