import { Button, Text } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DeleteKnowledgeResponse, type KnowledgeSummary } from '../../../core/knowledge/contract.ts';
import { useApi } from '../api/api-context.ts';
import { Confirmation } from '../parts/confirmation.tsx';
import { DataTable } from '../parts/data-table.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { Panel } from '../parts/panel.tsx';
import { QueryView } from '../parts/query-view.tsx';
import { useFormats } from '../parts/use-formats.ts';
import { knowledgeQuery } from './queries.ts';

/** What the chat may quote, how fresh it is, and a way to make it forget. */
export function KnowledgePanel() {
  const { t } = useTranslation();
  const { moment } = useFormats();
  const [leaving, setLeaving] = useState<KnowledgeSummary>();
  const known = useInfiniteQuery(knowledgeQuery(useApi()));
  const rows = known.data?.pages.flatMap(({ data }) => data);
  const version = known.data?.pages[0]?.version;
  return (
    <Panel
      title={t('conversations.knowledge.title')}
      anchor="knowledge"
      aside={version ? <Text size="sm">{t('conversations.knowledge.version', { version })}</Text> : undefined}
    >
      <QueryView query={{ data: rows, error: known.error, refetch: known.refetch }} lines={4}>
        {(documents) =>
          documents.length ? (
            <DataTable
              label={t('conversations.knowledge.title')}
              rows={documents}
              keyOf={({ id }) => id}
              exportAs="knowledge"
              columns={[
                {
                  key: 'title',
                  label: t('conversations.knowledge.source'),
                  value: ({ title }) => title,
                  cell: (document) => <Source document={document} />,
                },
                {
                  key: 'kind',
                  label: t('conversations.knowledge.kind'),
                  value: ({ kind }) => kind,
                  cell: ({ kind }) => t(`conversations.knowledge.kinds.${kind}`),
                },
                {
                  key: 'language',
                  label: t('conversations.knowledge.language'),
                  value: ({ language }) => language,
                  cell: ({ language }) => t(`conversations.knowledge.languages.${language}`),
                },
                {
                  key: 'sentences',
                  label: t('conversations.knowledge.sentences'),
                  isNumber: true,
                  value: ({ sentences }) => sentences,
                  cell: ({ sentences }) => sentences,
                },
                {
                  key: 'updated',
                  label: t('conversations.knowledge.updated'),
                  isNumber: true,
                  value: ({ updatedAt }) => updatedAt,
                  cell: ({ updatedAt }) => moment(updatedAt),
                },
                {
                  key: 'remove',
                  label: t('conversations.knowledge.remove'),
                  cell: (document) => (
                    <Button size="compact-xs" variant="default" onClick={() => setLeaving(document)}>
                      {t('conversations.knowledge.remove')}
                    </Button>
                  ),
                },
              ]}
            />
          ) : (
            <EmptyState
              title={t('conversations.knowledge.none')}
              next={t('conversations.knowledge.noneNext')}
              command={t('conversations.knowledge.command')}
            />
          )
        }
      </QueryView>
      {known.hasNextPage && (
        <Button variant="default" size="xs" mt="sm" onClick={() => void known.fetchNextPage()}>
          {t('common.more')}
        </Button>
      )}
      <Removal document={leaving} onClose={() => setLeaving(undefined)} />
    </Panel>
  );
}

function Source({ document: { title, url, dropped } }: { readonly document: KnowledgeSummary }) {
  const { t } = useTranslation();
  return (
    <>
      {url ? <a href={url}>{title}</a> : title}
      {dropped.length > 0 && (
        <Text size="xs" c="dimmed">
          {t('conversations.knowledge.dropped', { count: dropped.length })}
        </Text>
      )}
    </>
  );
}

function Removal({
  document,
  onClose,
}: {
  readonly document: KnowledgeSummary | undefined;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const removal = useMutation({
    mutationFn: (id: string) => api.remove(`/knowledge/${encodeURIComponent(id)}`, DeleteKnowledgeResponse),
    onSuccess: async () => {
      onClose();
      await queries.invalidateQueries({ queryKey: ['knowledge'] });
    },
  });
  return (
    <Confirmation
      isOpen={document !== undefined}
      onClose={onClose}
      title={t('conversations.knowledge.removeTitle', { title: document?.title ?? '' })}
      detail={t('conversations.knowledge.removeDetail')}
      action={t('conversations.knowledge.remove')}
      onConfirm={() => document && removal.mutate(document.id)}
      change={removal}
    />
  );
}
