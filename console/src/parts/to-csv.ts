export interface CsvColumn<Row> {
  readonly label: string;
  readonly value?: (row: Row) => string | number;
}

/** RFC 4180, with the byte order mark that lets a spreadsheet read Chinese. A cell never begins a formula. */
export function toCsv<Row>(columns: readonly CsvColumn<Row>[], rows: readonly Row[]): string {
  const given = columns.flatMap(({ label, value }) => (value ? [{ label, value }] : []));
  const lines = [
    given.map(({ label }) => quoted(label)),
    ...rows.map((row) => given.map(({ value }) => quoted(value(row)))),
  ];
  return `\uFEFF${lines.map((cells) => cells.join(',')).join('\r\n')}\r\n`;
}

function quoted(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const harmless = /^[=+\-@\t]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
