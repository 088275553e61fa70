import { Button, Text } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { MessagePage } from '../../../core/campaigns/contract.ts';
import { useApi } from '../api/api-context.ts';
import { DataTable } from '../parts/data-table.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { TextLink } from '../parts/links.tsx';
import { Panel } from '../parts/panel.tsx';
import { QueryView } from '../parts/query-view.tsx';
import { useFormats } from '../parts/use-formats.ts';
import { messageQuery, messagesQuery } from './campaign-queries.ts';
import { MessageFrame } from './message-frame.tsx';
import { reasonName } from './reason-name.ts';

export interface MessagesPanelProps {
  readonly campaignId: string;
  readonly run: string | undefined;
  /** The customer whose message is open. */
  readonly message: string | undefined;
}

type Summary = MessagePage['data'][number];

/** Everybody of a run, page by page, and every message as it was sent. */
export function MessagesPanel({ campaignId, run, message }: MessagesPanelProps) {
  const { t } = useTranslation();
  const messages = useInfiniteQuery(messagesQuery(useApi(), campaignId, run));
  const read = messages.data?.pages.flatMap(({ data }) => data);
  return (
    <Panel title={t('campaign.messages.title')}>
      <QueryView query={{ data: read, error: messages.error, refetch: messages.refetch }}>
        {(data) =>
          data.length ? (
            <div className={message ? 'columns-2' : undefined}>
              <div style={{ minWidth: 0 }}>
                <Messages campaignId={campaignId} messages={data} current={message} />
              </div>
              {message && data[0] && <Opened campaignId={campaignId} runId={run ?? data[0].runId} customer={message} />}
            </div>
          ) : (
            <EmptyState title={t('campaign.messages.none')} next={t('campaign.runs.noneNext')} />
          )
        }
      </QueryView>
      {messages.hasNextPage && (
        <Button variant="default" size="xs" mt="sm" onClick={() => void messages.fetchNextPage()}>
          {t('common.more')}
        </Button>
      )}
    </Panel>
  );
}

interface MessagesProps {
  readonly campaignId: string;
  readonly messages: readonly Summary[];
  readonly current: string | undefined;
}

function Messages({ campaignId, messages, current }: MessagesProps) {
  const { t } = useTranslation();
  const { moment } = useFormats();
  return (
    <DataTable
      label={t('campaign.messages.title')}
      rows={messages}
      keyOf={({ messageId }) => messageId}
      maxHeight={440}
      exportAs="messages"
      isCurrent={({ customer }) => customer === current}
      columns={[
        {
          key: 'customer',
          label: t('customer.title'),
          value: ({ customer }) => customer,
          cell: ({ customer, runId }) => (
            <TextLink
              className="mono"
              to="/campaigns/$campaignId"
              params={{ campaignId }}
              search={{ run: runId, message: customer }}
            >
              {customer}
            </TextLink>
          ),
        },
        {
          key: 'status',
          label: t('campaigns.state'),
          value: ({ status }) => status,
          cell: ({ status, reason }) => (reason ? t(reasonName(reason)) : t(`campaign.status.${status}`)),
        },
        {
          key: 'sent',
          label: t('campaign.messages.when'),
          isNumber: true,
          value: ({ sentAt, at }) => sentAt ?? at,
          cell: ({ sentAt, at }) => moment(sentAt ?? at),
        },
        {
          key: 'did',
          label: t('campaign.messages.did'),
          cell: ({ clickedAt, openedAt, machineOpenedAt }) =>
            clickedAt
              ? t('campaign.funnel.clicked')
              : openedAt
                ? t('campaign.funnel.opened')
                : machineOpenedAt
                  ? t('campaign.funnel.machineOpened')
                  : '',
        },
      ]}
    />
  );
}

function Opened({ campaignId, runId, customer }: { campaignId: string; runId: string; customer: string }) {
  const { t } = useTranslation();
  const message = useQuery(messageQuery(useApi(), campaignId, runId, customer));
  return (
    <QueryView query={message} lines={8}>
      {({ content }) =>
        content ? (
          <div>
            <Text fw={600} mb="xs">
              {content.subject}
            </Text>
            <MessageFrame html={content.html} />
            <TextLink to="/customers" search={{ customer, by: 'pseudonym' }}>
              {t('campaign.messages.customer')}
            </TextLink>
          </div>
        ) : (
          <EmptyState title={t('campaign.messages.nothing')} next={t('campaign.messages.nothingNext')} />
        )
      }
    </QueryView>
  );
}
