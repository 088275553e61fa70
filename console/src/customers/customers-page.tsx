import { Button, Group, TextInput } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../api/api-context.ts';
import { customersQuery } from '../api/queries.ts';
import { Page } from '../parts/page.tsx';
import { Panel } from '../parts/panel.tsx';
import { QueryView } from '../parts/query-view.tsx';
import { ClustersPanel } from '../profiles/clusters-panel.tsx';
import { CustomerPanel } from './customer-panel.tsx';
import { CustomersTable } from './customers-table.tsx';

const route = getRouteApi('/customers');

/** Who is this customer, and what do we know of them? */
export function CustomersPage() {
  const { t } = useTranslation();
  const { query, customer, by } = route.useSearch();
  const customers = useInfiniteQuery(customersQuery(useApi(), query));
  const rows = customers.data?.pages.flatMap(({ data }) => data);
  return (
    <Page title={t('customers.title')} lead={t('customers.lead')}>
      <div className={customer ? 'columns-list' : undefined}>
        <Panel title={t('customers.list')}>
          <Search key={query} query={query} />
          <QueryView query={{ data: rows, error: customers.error, refetch: customers.refetch }} lines={8}>
            {(found) => (
              <CustomersTable
                customers={found}
                query={query}
                current={customer}
                onMore={customers.hasNextPage ? () => void customers.fetchNextPage() : undefined}
              />
            )}
          </QueryView>
        </Panel>
        {customer && <CustomerPanel customer={customer} by={by} />}
      </div>
      <ClustersPanel />
    </Page>
  );
}

function Search({ query }: { readonly query: string | undefined }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [text, setText] = useState(query ?? '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void navigate({ to: '/customers', search: { query: text.trim() || undefined } });
  };
  return (
    <form onSubmit={submit}>
      <Group align="flex-end" gap="xs" mb="sm">
        <TextInput
          type="search"
          label={t('customers.search')}
          description={t('customers.searchHint')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          style={{ flex: '1 1 200px' }}
        />
        <Button type="submit" variant="default">
          {t('customers.find')}
        </Button>
      </Group>
    </form>
  );
}
