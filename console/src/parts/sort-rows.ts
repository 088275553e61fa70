export type Sortable = string | number | undefined;

/** Rows by a value of theirs; those that have none stand last, whichever way it goes. */
export function sortRows<Row>(rows: readonly Row[], by: (row: Row) => Sortable, isDown: boolean): Row[] {
  return [...rows].sort((one, other) => {
    const [left, right] = [by(one), by(other)];
    if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined);
    return compare(left, right) * (isDown ? -1 : 1);
  });
}

const compare = (left: string | number, right: string | number) =>
  typeof left === 'number' && typeof right === 'number' ? left - right : String(left).localeCompare(String(right));
