import { Button, Group, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ConversationView, SendMessageResponse } from '../../../core/chat/contract.ts';
import { useApi } from '../api/api-context.ts';
import { ProblemNotice } from '../parts/problem-notice.tsx';

/** A person answers; from then on the bot says nothing in this conversation. */
export function ReplyForm({ conversation: { conversationId, state } }: { readonly conversation: ConversationView }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const [text, setText] = useState('');
  // One name for one answer, so that sending it again after a lost connection says it once.
  const [orderId, setOrderId] = useState(() => crypto.randomUUID());
  const reply = useMutation({
    mutationFn: () =>
      api.post(
        `/chat/conversations/${conversationId}/messages`,
        SendMessageResponse,
        { text: text.trim(), author: 'agent' },
        orderId,
      ),
    onSuccess: async () => {
      setText('');
      setOrderId(crypto.randomUUID());
      await Promise.all([
        queries.invalidateQueries({ queryKey: ['conversation', conversationId] }),
        queries.invalidateQueries({ queryKey: ['conversations'] }),
      ]);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim()) reply.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Textarea
        label={t('conversations.reply')}
        description={state === 'bot' ? t('conversations.takeOver') : undefined}
        autosize
        minRows={2}
        maxLength={2_000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Group justify="flex-end" mt="xs">
        <span role="status">{reply.isSuccess && !text ? t('conversations.sent') : ''}</span>
        <Button type="submit" loading={reply.isPending} disabled={!text.trim()}>
          {t('conversations.send')}
        </Button>
      </Group>
      {reply.error && <ProblemNotice error={reply.error} />}
    </form>
  );
}
