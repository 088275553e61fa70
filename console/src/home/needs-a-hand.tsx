import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { RunSummary } from '../../../core/models/contract.ts';
import { faultWords } from '../parts/fault-words.ts';
import { TextLink } from '../parts/links.tsx';
import { StateMark } from '../parts/marks.tsx';
import { useFormats } from '../parts/use-formats.ts';
import { useNow } from '../parts/use-now.ts';
import { openMatters } from './open-matters.ts';

export interface NeedsAHandProps {
  readonly runs: readonly RunSummary[];
  readonly hasEvents: boolean;
}

export function NeedsAHand({ runs, hasEvents }: NeedsAHandProps) {
  const { t } = useTranslation();
  const { ago, language } = useFormats();
  const now = useNow(10_000);
  const matters = openMatters(runs);
  if (!matters.length) {
    return (
      <Text size="sm" c="dimmed">
        {t(!runs.length && hasEvents ? 'home.hand.train' : 'home.hand.nothing')}
      </Text>
    );
  }
  return (
    <Stack gap="md" component="ul" style={{ listStyle: 'none', padding: 0, margin: 0 }}>
      {matters.map(({ runId, model, status, startedAt, verdict, reason, says }) => (
        <li key={runId}>
          <Text size="sm" component="div">
            <StateMark state={status === 'kept' ? 'waiting' : 'failed'}>{t(`run.status.${status}`)}</StateMark>
          </Text>
          <Text size="sm" lineClamp={3}>
            {faultWords(t, { reason, says }) ?? verdict?.words[language]}
          </Text>
          <TextLink to="/models/$model/runs/$runId" params={{ model, runId }} size="sm">
            {t('home.hand.open', { ago: ago(startedAt, now) })}
          </TextLink>
        </li>
      ))}
    </Stack>
  );
}
