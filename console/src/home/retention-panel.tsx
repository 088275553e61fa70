import { Group, Progress, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { RetentionHeadline } from '../../../core/platform/home-contract.ts';
import { RoleMark } from '../parts/marks.tsx';
import { Panel } from '../parts/panel.tsx';
import { useFormats } from '../parts/use-formats.ts';

export interface RetentionPanelProps {
  readonly retention: RetentionHeadline;
  readonly holdoutShare: number;
}

/** The one headline: a number with its interval, or how long it takes until there is one. */
export function RetentionPanel({ retention, holdoutShare }: RetentionPanelProps) {
  const { t } = useTranslation();
  const { share } = useFormats();
  const aside = (
    <Group gap="xs">
      <RoleMark kind="treatment">{t('role.treatment')}</RoleMark>
      <RoleMark kind="holdout">{t('home.retention.holdout', { share: share(holdoutShare, 1) })}</RoleMark>
    </Group>
  );
  return (
    <Panel title={t('home.retention.title')} aside={aside}>
      <Headline retention={retention} />
    </Panel>
  );
}

function Headline({ retention }: { readonly retention: RetentionHeadline }) {
  const { t } = useTranslation();
  switch (retention.status) {
    case 'too-early':
      return <TooEarly {...retention} />;
    case 'unmeasured':
      return <Text size="lg">{t('home.retention.unmeasured', { ofDays: retention.ofDays })}</Text>;
    case 'measured':
      return <Measured {...retention} />;
  }
}

function TooEarly({ day, ofDays }: Extract<RetentionHeadline, { status: 'too-early' }>) {
  const { t } = useTranslation();
  return (
    <Stack gap="xs">
      <Text className="headline">{t('home.retention.tooEarly', { day, ofDays })}</Text>
      <Progress
        value={(100 * day) / ofDays}
        size={6}
        maw={480}
        aria-label={t('home.retention.tooEarly', { day, ofDays })}
      />
      <Text size="sm" c="dimmed" maw={720}>
        {t('home.retention.why', { ofDays })}
      </Text>
    </Stack>
  );
}

const verdictOf = ({ low, high }: { readonly low: number; readonly high: number }) =>
  low > 0 ? 'clear' : high < 0 ? 'harm' : 'unclear';

function Measured({
  incremental,
  treated,
  holdout,
  ofDays,
  isWhole,
}: Extract<RetentionHeadline, { status: 'measured' }>) {
  const { t } = useTranslation();
  const { signed, interval, share, whole } = useFormats();
  const shareOf = ({ customers, retained }: { customers: number; retained: number }) => ({
    share: share(customers ? retained / customers : 0, 1),
    retained: whole(retained),
    customers: whole(customers),
    count: customers,
  });
  return (
    <Stack gap="xs">
      <Group align="baseline" gap="md">
        <Text className="headline">{signed(incremental.value, 0)}</Text>
        <Text c="dimmed">
          {t('home.retention.unit', {
            interval: interval(incremental.low, incremental.high, 0),
            count: Math.round(incremental.value),
          })}
        </Text>
      </Group>
      <Text size="sm">{t('home.retention.treated', shareOf(treated))}</Text>
      <Text size="sm">{t('home.retention.held', shareOf(holdout))}</Text>
      <Text size="sm" c="dimmed">
        {t(`home.retention.${verdictOf(incremental)}`, { ofDays })} {isWhole ? '' : t('home.retention.sample')}
      </Text>
    </Stack>
  );
}
