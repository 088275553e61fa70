import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useApi } from '../api/api-context.ts';
import { customerQuery, homeQuery, type SlateRequest, slateQuery } from '../api/queries.ts';
import { CustomerHistory } from '../customers/customer-history.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { ButtonLink } from '../parts/links.tsx';
import { Page } from '../parts/page.tsx';
import { Panel } from '../parts/panel.tsx';
import { QueryView } from '../parts/query-view.tsx';
import { ActiveCustomers } from './active-customers.tsx';
import { RecipesPanel } from './recipes-panel.tsx';
import { Slate } from './slate.tsx';
import { SlateForm } from './slate-form.tsx';
import { WhyPanel } from './why-panel.tsx';

const route = getRouteApi('/recommendations');

/** What would this customer be shown, and why? */
export function RecommendationsPage() {
  const { t } = useTranslation();
  const search = route.useSearch();
  const { customer } = search;
  const batches = (
    <ButtonLink to="/recommendations/batches" variant="default">
      {t('batches.title')}
    </ButtonLink>
  );
  return (
    <Page title={t('slate.title')} lead={t('slate.lead')} actions={batches}>
      <section className="panel" aria-label={t('slate.form.title')}>
        <SlateForm key={`${search.by} ${customer ?? ''}`} search={search} />
      </section>
      {customer ? <CustomerSlate request={{ ...search, customer }} why={search.why} /> : <Nobody />}
      <RecipesPanel />
    </Page>
  );
}

function Nobody() {
  const { t } = useTranslation();
  const home = useQuery(homeQuery(useApi()));
  const latest = home.data?.events.latest ?? [];
  return (
    <Panel title={t('slate.active')}>
      {latest.length ? (
        <ActiveCustomers latest={latest} />
      ) : (
        <EmptyState title={t('slate.nobody')} next={t('slate.nobodyNext')} />
      )}
    </Panel>
  );
}

function CustomerSlate({ request, why }: { readonly request: SlateRequest; readonly why: string | undefined }) {
  const { t } = useTranslation();
  const api = useApi();
  const slate = useQuery(slateQuery(api, request));
  const customer = useQuery(customerQuery(api, request.customer, request.by));
  const home = useQuery(homeQuery(api));
  const currency = home.data?.shop.currency;
  const chosen = slate.data?.items.find(({ itemId }) => itemId === why);
  return (
    <div className="columns-side">
      <Panel title={t('slate.items')}>
        <QueryView query={slate} lines={8}>
          {(answer) => (
            <Slate slate={answer} currency={currency} onAgain={() => void slate.refetch()} isBusy={slate.isFetching} />
          )}
        </QueryView>
      </Panel>
      <div className="beside" style={{ display: 'grid', gap: 16, alignContent: 'start' }}>
        {chosen && slate.data && <WhyPanel item={chosen} slate={slate.data} />}
        <Panel title={t('customer.history')}>
          <QueryView query={customer} lines={6}>
            {(view) => <CustomerHistory customer={view} currency={currency} />}
          </QueryView>
        </Panel>
      </div>
    </div>
  );
}
