import { Alert, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ChatMessage, ConversationView } from '../../../core/chat/contract.ts';
import { useApi } from '../api/api-context.ts';
import { ButtonLink } from '../parts/links.tsx';
import { Panel } from '../parts/panel.tsx';
import { QueryView } from '../parts/query-view.tsx';
import { useFormats } from '../parts/use-formats.ts';
import { DecisionNote } from './decision-note.tsx';
import { conversationQuery } from './queries.ts';
import { ReplyForm } from './reply-form.tsx';

/** One conversation: why it was handed over, all that was said with the decisions behind it, and an answer. */
export function ConversationPanel({ conversationId }: { readonly conversationId: string }) {
  const { t } = useTranslation();
  const query = useQuery(conversationQuery(useApi(), conversationId));
  const customer = query.data?.customer;
  const toCustomer = customer && (
    <ButtonLink to="/customers" search={{ customer, by: 'pseudonym' }} size="xs" variant="default">
      {t('conversations.toCustomer')}
    </ButtonLink>
  );
  return (
    <Panel title={t('conversations.transcript')} aside={toCustomer}>
      <QueryView query={query} lines={8}>
        {(conversation) => (
          <Stack gap="md">
            <HandoffNote conversation={conversation} />
            <ol className="transcript" aria-label={t('conversations.transcript')} aria-live="polite">
              {conversation.transcript.map((message) => (
                <Said key={message.messageId} message={message} />
              ))}
            </ol>
            <ReplyForm conversation={conversation} />
          </Stack>
        )}
      </QueryView>
    </Panel>
  );
}

function HandoffNote({ conversation: { handoff } }: { readonly conversation: ConversationView }) {
  const { t } = useTranslation();
  if (!handoff) return null;
  const title = t('conversations.handoff', { reason: t(`conversations.reason.${handoff.reason}`) });
  return (
    <Alert title={title} color="gray" variant="outline">
      <Text size="sm" style={{ whiteSpace: 'pre-line' }}>
        {handoff.summary}
      </Text>
    </Alert>
  );
}

function Said({ message: { author, text, at, decision } }: { readonly message: ChatMessage }) {
  const { t } = useTranslation();
  const { moment } = useFormats();
  return (
    <li data-author={author}>
      <Text size="xs" c="dimmed">
        <strong>{t(`conversations.author.${author}`)}</strong> {moment(at)}
      </Text>
      <Text size="sm" style={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>
        {text}
      </Text>
      {decision && <DecisionNote decision={decision} />}
    </li>
  );
}
