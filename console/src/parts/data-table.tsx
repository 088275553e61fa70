import { Button, Group, Table, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconDownload } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sortRows } from './sort-rows.ts';
import { type CsvColumn, toCsv } from './to-csv.ts';

/** A `value` sorts and is exported, an `interval` is exported; a column without either is only shown. */
export interface Column<Row> extends CsvColumn<Row> {
  readonly key: string;
  readonly isNumber?: boolean;
  readonly cell: (row: Row) => ReactNode;
}

export interface DataTableProps<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** Pixels beyond which the rows scroll below their headings. @default none */
  readonly maxHeight?: number;
  /** File name without its ending; no export without it. */
  readonly exportAs?: string;
  readonly isCurrent?: (row: Row) => boolean;
}

/** A table that sorts by its headings and can be taken away as CSV. */
export function DataTable<Row>({ label, columns, rows, keyOf, maxHeight, exportAs, isCurrent }: DataTableProps<Row>) {
  const { t } = useTranslation();
  const [order, setOrder] = useState<{ readonly key: string; readonly isDown: boolean }>();
  const by = columns.find(({ key }) => key === order?.key)?.value;
  const sorted = by ? sortRows(rows, by, order?.isDown ?? false) : rows;
  const turn = (key: string) => setOrder({ key, isDown: order?.key === key ? !order.isDown : false });
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls sideways, and keys must be able to do it */}
      <figure className="scroller" style={{ maxHeight }} tabIndex={0} aria-label={label}>
        <Table verticalSpacing={6} highlightOnHover stickyHeader={maxHeight !== undefined}>
          <Table.Thead>
            <Table.Tr>
              {columns.map((column) => (
                <Heading key={column.key} column={column} order={order} onTurn={turn} />
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {sorted.map((row) => (
              <Table.Tr key={keyOf(row)} data-current={isCurrent?.(row) || undefined}>
                {columns.map(({ key, isNumber, cell }) => (
                  <Table.Td key={key} className={isNumber ? 'number' : undefined}>
                    {cell(row)}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </figure>
      {exportAs && rows.length > 0 && (
        <Group justify="flex-end" mt="xs">
          <Button
            size="compact-xs"
            variant="subtle"
            leftSection={<IconDownload size={14} />}
            onClick={() =>
              download(
                `${exportAs}.csv`,
                toCsv(columns, sorted, (end, label) => t(`common.${end}Of`, { label })),
              )
            }
          >
            {t('common.export')}
          </Button>
        </Group>
      )}
    </>
  );
}

interface HeadingProps<Row> {
  readonly column: Column<Row>;
  readonly order: { readonly key: string; readonly isDown: boolean } | undefined;
  readonly onTurn: (key: string) => void;
}

function Heading<Row>({ column, order, onTurn }: HeadingProps<Row>) {
  const isSorted = order?.key === column.key;
  const Arrow = order?.isDown ? IconArrowDown : IconArrowUp;
  return (
    <Table.Th
      className={column.isNumber ? 'number' : undefined}
      aria-sort={isSorted ? (order?.isDown ? 'descending' : 'ascending') : undefined}
      style={{ whiteSpace: 'nowrap' }}
    >
      {column.value ? (
        <UnstyledButton fz="sm" fw={600} onClick={() => onTurn(column.key)}>
          {column.label} {isSorted && <Arrow size={12} aria-hidden />}
        </UnstyledButton>
      ) : (
        column.label
      )}
    </Table.Th>
  );
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const anchor = Object.assign(document.createElement('a'), { href: url, download: name });
  anchor.click();
  URL.revokeObjectURL(url);
}
