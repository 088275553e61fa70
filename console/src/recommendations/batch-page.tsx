import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { SlateBatch } from '../../../core/recommendations/batch-contract.ts';
import { useApi } from '../api/api-context.ts';
import { TextLink } from '../parts/links.tsx';
import { Page } from '../parts/page.tsx';
import { QueryView } from '../parts/query-view.tsx';
import { useFormats } from '../parts/use-formats.ts';
import { useNow } from '../parts/use-now.ts';
import { slateBatchQuery } from './batch-queries.ts';
import { BatchView } from './batch-view.tsx';

const route = getRouteApi('/recommendations/batches/$batchId');

/** How far is this batch, and what came out? */
export function BatchPage() {
  const { t } = useTranslation();
  const { batchId } = route.useParams();
  const query = useQuery(slateBatchQuery(useApi(), batchId));
  const back = (
    <TextLink to="/recommendations/batches" size="sm">
      {t('batches.back')}
    </TextLink>
  );
  const title = query.data ? t(`batches.of.${query.data.request.kind}`) : t('batches.one');
  return (
    <Page title={title} lead={query.data && <When batch={query.data} />} actions={back}>
      <QueryView query={query} lines={8}>
        {(batch) => <BatchView batch={batch} />}
      </QueryView>
    </Page>
  );
}

function When({ batch: { startedAt, endedAt } }: { readonly batch: SlateBatch }) {
  const { t } = useTranslation();
  const { moment, duration } = useFormats();
  const now = useNow();
  const took = duration((endedAt ? Date.parse(endedAt) : now) - Date.parse(startedAt));
  return t('batches.when', { at: moment(startedAt), took });
}
