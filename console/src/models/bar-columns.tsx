import { BarCell } from '../parts/bar-cell.tsx';
import type { Column } from '../parts/data-table.tsx';

/** A column of numbers, more being better, each with its bar. */
export function barColumn<Key extends string, Row extends Readonly<Record<Key, number>>>(
  key: Key,
  label: string,
  rows: readonly Row[],
  textOf: (value: number) => string,
): Column<Row> {
  const most = Math.max(0, ...rows.map((row) => row[key]));
  return {
    key,
    label,
    isNumber: true,
    value: (row) => row[key],
    cell: (row) => (
      <BarCell text={textOf(row[key])} length={most ? row[key] / most : 0} isBest={most > 0 && row[key] === most} />
    ),
  };
}
