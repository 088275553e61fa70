import { Button, SegmentedControl } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ConversationState } from '../../../core/chat/contract.ts';
import { useApi } from '../api/api-context.ts';
import { DataTable } from '../parts/data-table.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { TextLink } from '../parts/links.tsx';
import { Panel } from '../parts/panel.tsx';
import { QueryView } from '../parts/query-view.tsx';
import { useFormats } from '../parts/use-formats.ts';
import { useNow } from '../parts/use-now.ts';
import { conversationsQuery } from './queries.ts';

export interface InboxPanelProps {
  readonly state: ConversationState;
  readonly current: string | undefined;
}

/** Who needs somebody comes first. */
const ORDER = ['waiting', 'person', 'bot'] as const satisfies readonly ConversationState[];

/** Conversations of one state, the latest first. */
export function InboxPanel({ state, current }: InboxPanelProps) {
  const { t } = useTranslation();
  const { ago } = useFormats();
  const now = useNow(10_000);
  const navigate = useNavigate();
  const found = useInfiniteQuery(conversationsQuery(useApi(), state));
  const rows = found.data?.pages.flatMap(({ data }) => data);
  return (
    <Panel title={t('conversations.inbox')}>
      <SegmentedControl
        size="xs"
        mb="sm"
        maw="100%"
        aria-label={t('conversations.filter')}
        value={state}
        onChange={(value) => void navigate({ to: '/conversations', search: { state: ConversationState.parse(value) } })}
        data={ORDER.map((value) => ({ value, label: t(`conversations.state.${value}`) }))}
      />
      <QueryView query={{ data: rows, error: found.error, refetch: found.refetch }} lines={6}>
        {(conversations) =>
          conversations.length ? (
            <DataTable
              label={t('conversations.inbox')}
              rows={conversations}
              keyOf={({ conversationId }) => conversationId}
              isCurrent={({ conversationId }) => conversationId === current}
              columns={[
                {
                  key: 'said',
                  label: t('conversations.said'),
                  cell: ({ conversationId, preview, customer }) => (
                    <TextLink
                      to="/conversations"
                      search={{ state, conversation: conversationId }}
                      aria-current={conversationId === current ? 'true' : undefined}
                    >
                      {preview || t(customer ? 'conversations.customer' : 'conversations.visitor')}
                    </TextLink>
                  ),
                },
                {
                  key: 'when',
                  label: t('conversations.when'),
                  isNumber: true,
                  value: ({ updatedAt }) => updatedAt,
                  cell: ({ updatedAt }) => ago(updatedAt, now),
                },
              ]}
            />
          ) : (
            <EmptyState title={t(`conversations.none.${state}`)} next={t('conversations.noneNext')} />
          )
        }
      </QueryView>
      {found.hasNextPage && (
        <Button variant="default" size="xs" mt="sm" onClick={() => void found.fetchNextPage()}>
          {t('common.more')}
        </Button>
      )}
    </Panel>
  );
}
