import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CustomerSummary } from '../../../core/customers/contract.ts';
import { DataTable } from '../parts/data-table.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { TextLink } from '../parts/links.tsx';
import { useFormats } from '../parts/use-formats.ts';

export interface CustomersTableProps {
  readonly customers: readonly CustomerSummary[];
  /** What was searched for, kept in the links. */
  readonly query: string | undefined;
  readonly current: string | undefined;
  /** Reads the next page, where there is one. */
  readonly onMore: (() => void) | undefined;
}

export function CustomersTable({ customers, query, current, onMore }: CustomersTableProps) {
  const { t } = useTranslation();
  const { moment } = useFormats();
  if (!customers.length) {
    return query ? (
      <EmptyState title={t('customers.notFound')} next={t('customers.notFoundNext')} />
    ) : (
      <EmptyState
        title={t('customers.none')}
        next={t('customers.noneNext')}
        command="npm run import -- customers.csv"
      />
    );
  }
  return (
    <>
      <DataTable
        label={t('customers.list')}
        rows={customers}
        keyOf={({ pseudonym }) => pseudonym}
        isCurrent={({ pseudonym }) => pseudonym === current}
        columns={[
          {
            key: 'id',
            label: t('customers.id'),
            value: ({ customerId }) => customerId,
            cell: ({ customerId, pseudonym }) => (
              <TextLink
                to="/customers"
                search={{ query, customer: pseudonym, by: 'pseudonym' }}
                aria-current={pseudonym === current ? 'true' : undefined}
              >
                {customerId}
              </TextLink>
            ),
          },
          { key: 'name', label: t('customers.name'), value: ({ name }) => name ?? '', cell: ({ name }) => name },
          {
            key: 'updated',
            label: t('customers.updated'),
            isNumber: true,
            value: ({ updatedAt }) => updatedAt,
            cell: ({ updatedAt }) => moment(updatedAt),
          },
        ]}
      />
      {onMore && (
        <Button variant="default" size="xs" mt="sm" onClick={onMore}>
          {t('common.more')}
        </Button>
      )}
    </>
  );
}
