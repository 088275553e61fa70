import type { ImportCall, ImportUnit } from './import-format.ts';

/** Below the 500 KB and 1,000 events that one request may have. */
const BATCH_BYTES = 440_000;
const BATCH_EVENTS = 1_000;

export interface RowOf<Body> {
  readonly row: number;
  readonly body: Body;
}

/**
 * Calls by day and, within the day, by customer: a consumer then writes few lake objects and each customer's state
 * seldom. Order does not matter to what comes out.
 */
export function groupedCalls(units: readonly ImportUnit[]): RowOf<ImportCall>[] {
  return units
    .flatMap((unit) => ('call' in unit ? [{ row: unit.firstRow, body: unit.call, key: sortKey(unit.call) }] : []))
    .sort((left, right) => (left.key < right.key ? -1 : left.key > right.key ? 1 : left.row - right.row))
    .map(({ row, body }) => ({ row, body }));
}

const sortKey = ({ timestamp = '', userId, anonymousId }: ImportCall) =>
  `${timestamp.slice(0, 10)} ${userId ?? anonymousId ?? ''} ${timestamp}`;

export function* batchesOf<Body>(rows: Iterable<RowOf<Body>>, maxRows = BATCH_EVENTS): Generator<RowOf<Body>[]> {
  let batch: RowOf<Body>[] = [];
  let bytes = 0;
  for (const row of rows) {
    const size = Buffer.byteLength(JSON.stringify(row.body)) + 1;
    if (batch.length && (bytes + size > BATCH_BYTES || batch.length === maxRows)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(row);
    bytes += size;
  }
  if (batch.length) yield batch;
}
