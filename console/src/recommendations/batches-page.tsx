import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useApi } from '../api/api-context.ts';
import { TextLink } from '../parts/links.tsx';
import { Page } from '../parts/page.tsx';
import { Panel } from '../parts/panel.tsx';
import { QueryView } from '../parts/query-view.tsx';
import { BatchForm } from './batch-form.tsx';
import { slateBatchesQuery } from './batch-queries.ts';
import { BatchesTable } from './batches-table.tsx';

const route = getRouteApi('/recommendations/batches');

/** What was made for many customers at once, and what shall be? */
export function BatchesPage() {
  const { t } = useTranslation();
  const { kind, recipe } = route.useSearch();
  const batches = useInfiniteQuery(slateBatchesQuery(useApi()));
  const rows = batches.data?.pages.flatMap(({ data }) => data);
  const back = (
    <TextLink to="/recommendations" size="sm">
      {t('batches.toSlates')}
    </TextLink>
  );
  return (
    <Page title={t('batches.title')} lead={t('batches.lead')} actions={back}>
      <Panel title={t('batches.form.title')}>
        <BatchForm key={`${kind} ${recipe ?? ''}`} kind={kind} recipe={recipe} />
      </Panel>
      <Panel title={t('batches.list')}>
        <QueryView query={{ data: rows, error: batches.error, refetch: batches.refetch }} lines={5}>
          {(found) => (
            <BatchesTable
              batches={found}
              onMore={batches.hasNextPage ? () => void batches.fetchNextPage() : undefined}
            />
          )}
        </QueryView>
      </Panel>
    </Page>
  );
}
