import { Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { CustomerView } from '../../../core/customers/contract.ts';
import { useApi } from '../api/api-context.ts';
import { type CustomerBy, customerQuery, homeQuery } from '../api/queries.ts';
import { ButtonLink } from '../parts/links.tsx';
import { Panel } from '../parts/panel.tsx';
import { QueryView } from '../parts/query-view.tsx';
import { ProfileSection } from '../profiles/profile-section.tsx';
import { CustomerDecisions } from './customer-decisions.tsx';
import { CustomerHistory } from './customer-history.tsx';

export interface CustomerPanelProps {
  readonly customer: string;
  readonly by: CustomerBy;
}

/** One customer: who they are, where each value came from, what was chosen for them and what they did. */
export function CustomerPanel({ customer, by }: CustomerPanelProps) {
  const { t } = useTranslation();
  const api = useApi();
  const query = useQuery(customerQuery(api, customer, by));
  const home = useQuery(homeQuery(api));
  const why = (
    <ButtonLink to="/recommendations" search={{ customer, by }} size="xs" variant="default">
      {t('customer.slate')}
    </ButtonLink>
  );
  return (
    <Panel title={query.data?.customerId ?? t('customer.title')} aside={why}>
      <QueryView query={query} lines={10}>
        {(view) => (
          <Stack gap="md">
            <Facts customer={view} />
            <ProfileSection customer={customer} by={by} currency={home.data?.shop.currency} />
            <CustomerDecisions customer={customer} by={by} history={view.history} />
            <CustomerHistory customer={view} currency={home.data?.shop.currency} />
          </Stack>
        )}
      </QueryView>
    </Panel>
  );
}

function Facts({ customer }: { readonly customer: CustomerView }) {
  const { t } = useTranslation();
  const rows = [
    { name: t('customer.pseudonym'), value: customer.pseudonym, from: t('customer.from.derived') },
    ...Object.entries(customer.identifiers).map(([name, value]) => ({
      name,
      value: String(value),
      from: t('customer.from.identifier'),
    })),
    ...Object.entries(customer.attributes).map(([name, value]) => ({
      name,
      value,
      from: t('customer.from.attribute'),
    })),
    ...(customer.browsers.length
      ? [{ name: t('customer.browsers'), value: String(customer.browsers.length), from: t('customer.from.linked') }]
      : []),
  ];
  return (
    <Table verticalSpacing={4} aria-label={t('customer.facts')}>
      <Table.Tbody>
        {rows.map(({ name, value, from }) => (
          <Table.Tr key={name}>
            <Table.Th scope="row">{name}</Table.Th>
            <Table.Td style={{ overflowWrap: 'anywhere' }}>{value}</Table.Td>
            <Table.Td>
              <Text size="xs" c="dimmed">
                {from}
              </Text>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
