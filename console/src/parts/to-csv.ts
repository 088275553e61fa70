import type { Sortable } from './sort-rows.ts';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

export interface CsvColumn<Row> {
  readonly label: string;
  readonly value?: (row: Row) => Sortable;
  readonly interval?: (row: Row) => Interval | undefined;
}

/** What the ends of an interval are called, by the label of its column. */
export type EndLabel = (end: keyof Interval, label: string) => string;

/**
 * RFC 4180, with the byte order mark that lets a spreadsheet read Chinese. A cell never begins a formula, and what is not
 * known is empty. An interval is two columns, so that a program can compute with its ends.
 */
export function toCsv<Row>(columns: readonly CsvColumn<Row>[], rows: readonly Row[], endLabel: EndLabel): string {
  const given = columns.flatMap((column) => exported(column, endLabel));
  const lines = [
    given.map(({ label }) => quoted(label)),
    ...rows.map((row) => given.map(({ value }) => quoted(value(row)))),
  ];
  return `\uFEFF${lines.map((cells) => cells.join(',')).join('\r\n')}\r\n`;
}

function exported<Row>({ label, value, interval }: CsvColumn<Row>, endLabel: EndLabel) {
  const ends = interval ? (['low', 'high'] as const) : [];
  return [
    ...(value ? [{ label, value }] : []),
    ...ends.map((end) => ({ label: endLabel(end, label), value: (row: Row) => interval?.(row)?.[end] })),
  ];
}

function quoted(value: Sortable = ''): string {
  if (typeof value === 'number') return String(value);
  const harmless = /^[=+\-@\t]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
