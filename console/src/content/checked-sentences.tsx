import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CheckedSentence } from '../../../core/content/contract.ts';
import { MarkedText } from './marked-text.tsx';

/** What the model wrote, sentence by sentence, and what the check made of it. */
export function CheckedSentences({ sentences }: { readonly sentences: readonly CheckedSentence[] }) {
  const { t } = useTranslation();
  return (
    <ol className="sentences">
      {sentences.map(({ original, text, outcome, claims }) => (
        <li key={original} data-outcome={outcome}>
          <Text size="sm">
            {outcome === 'kept' ? <MarkedText text={original} claims={claims} /> : <s>{original}</s>}
          </Text>
          {outcome !== 'kept' && (
            <Text size="xs" c="dimmed">
              {t(`content.outcome.${outcome}`)}{' '}
              {claims
                .filter(({ status }) => status !== 'verified')
                .map(
                  (claim) => `“${claim.text}” ${t(`content.claim.${claim.status}`, { fact: claim.fact ?? '' }).trim()}`,
                )
                .join('; ')}
            </Text>
          )}
          {outcome === 'rewritten' && <Text size="sm">{text}</Text>}
        </li>
      ))}
    </ol>
  );
}
