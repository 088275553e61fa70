import { List, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DecisionPage } from '../../../core/decisions/contract.ts';
import { useFormats } from '../parts/use-formats.ts';

type SlateDecision = Extract<DecisionPage['data'][number], { kind: 'slate' }>;

export interface DecisionReasonsProps {
  readonly decision: SlateDecision;
  readonly titles: ReadonlyMap<string, string>;
}

/** Why did they get this? Each item's reasons with what they rest on, who chose it, by what chance, and in which arm. */
export function DecisionReasons({ decision, titles }: DecisionReasonsProps) {
  const { t } = useTranslation();
  const { language, share } = useFormats();
  const { chosen, modelVersion, recipe, experiment } = decision;
  const titleOf = (itemId: string) => titles.get(itemId) ?? itemId;
  return (
    <details>
      <summary>{t('customer.why.open')}</summary>
      <List size="xs" mt={4}>
        {chosen.map(({ itemId, reasons, source, propensity }) => (
          <List.Item key={itemId}>
            <strong>{titleOf(itemId)}</strong>
            {reasons.map(({ code, text, evidence }) => (
              <Text key={code} size="xs">
                {text[language]}
                {evidence.length > 0 &&
                  ` (${t('slate.why.evidence', { title: evidence.map((one) => titleOf(one.itemId)).join(', ') })})`}
              </Text>
            ))}
            <Text size="xs" c="dimmed">
              {t(`slate.source.${source}`)} ·{' '}
              {t(propensity < 1 ? 'customer.why.drawn' : 'customer.why.certain', { share: share(propensity, 1) })}
            </Text>
          </List.Item>
        ))}
      </List>
      <Text size="xs" c="dimmed" mt={4}>
        {[
          t('customer.why.version', { version: modelVersion }),
          recipe && t('customer.why.recipe', { recipe }),
          experiment && t('customer.why.experiment', { arm: experiment.arm, share: share(experiment.propensity) }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </Text>
    </details>
  );
}
