import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ChatDecision } from '../../../core/chat/contract.ts';

const percent = (share: number) => Math.round(share * 100);

/** What the bot decided and what it rests on, apart from what it said. */
export function DecisionNote({ decision }: { readonly decision: ChatDecision }) {
  const { t } = useTranslation();
  const { action, reason, confidence, citations, tool, intent } = decision;
  const facts = [
    `${t(`conversations.action.${action}`)} · ${t(`conversations.reason.${reason}`)}`,
    ...(confidence < 1 ? [t('conversations.confidence', { value: percent(confidence) })] : []),
    ...(tool?.orderIds ? [t('conversations.tool', { orders: tool.orderIds.join(', ') })] : []),
    ...(intent ? [t('conversations.intent', { name: intent.name, value: percent(intent.probability) })] : []),
  ];
  return (
    <div className="decision">
      <Text size="xs" c="dimmed">
        {facts.join(' · ')}
      </Text>
      {citations.map(({ documentId, title, version, quote, url }) => (
        <blockquote key={`${documentId} ${quote}`}>
          <Text size="xs">{quote}</Text>
          <Text size="xs" c="dimmed">
            {url ? (
              <a href={url}>{t('conversations.cited', { title, version })}</a>
            ) : (
              t('conversations.cited', { title, version })
            )}
          </Text>
        </blockquote>
      ))}
    </div>
  );
}
