import { createReadStream, statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';

/** Rows count from 1, without a header line, so that a person finds them in the file. */
export type SourceRow =
  | { readonly row: number; readonly fields: Readonly<Record<string, unknown>> }
  | { readonly row: number; readonly problem: string };

export interface SourceFile {
  readonly rows: AsyncIterable<SourceRow>;
  /** How much of the file has been read, 0 to 1. */
  readonly share: () => number;
}

/** Opens CSV, JSON Lines (either of them also gzipped) or Parquet; which one is told by the name. */
export function openSource(path: string): SourceFile {
  if (/\.parquet$/i.test(path)) return openParquet(path);
  const size = statSync(path).size;
  const file = createReadStream(path);
  const text = /\.gz$/i.test(path) ? file.pipe(createGunzip()) : file;
  // A broken archive must be heard of where the rows are read.
  file.on('error', (error) => text.destroy(error));
  const share = () => (size ? Math.min(1, file.bytesRead / size) : 1);
  if (/\.csv(\.gz)?$/i.test(path)) return { rows: csvRows(text), share };
  if (/\.(jsonl|ndjson)(\.gz)?$/i.test(path)) return { rows: jsonRows(text), share };
  throw new Error(`${path}: the name must end in .csv, .jsonl, .ndjson (each also with .gz) or .parquet`);
}

async function* csvRows(text: Readable): AsyncGenerator<SourceRow> {
  const broken: string[] = [];
  const parser = parse({
    columns: true,
    bom: true,
    trim: true,
    skip_empty_lines: true,
    relax_column_count: true,
    skip_records_with_error: true,
    on_skip: (error) => {
      broken.push(error?.message ?? 'this line cannot be read');
    },
  });
  text.on('error', (error) => parser.destroy(error));
  let row = 0;
  for await (const fields of text.pipe(parser)) {
    for (const problem of broken.splice(0)) yield { row: ++row, problem };
    yield { row: ++row, fields };
  }
  for (const problem of broken) yield { row: ++row, problem };
}

async function* jsonRows(text: Readable): AsyncGenerator<SourceRow> {
  let row = 0;
  for await (const line of createInterface({ input: text, crlfDelay: Number.POSITIVE_INFINITY })) {
    row += 1;
    if (line.trim()) yield jsonRow(row, line);
  }
}

function jsonRow(row: number, line: string): SourceRow {
  try {
    const fields: unknown = JSON.parse(line);
    if (typeof fields === 'object' && fields !== null && !Array.isArray(fields)) return { row, fields: { ...fields } };
    return { row, problem: 'this line is not a JSON object' };
  } catch {
    return { row, problem: 'this line is not JSON' };
  }
}

/** One row group at a time is in memory. */
function openParquet(path: string): SourceFile {
  let total = Number.POSITIVE_INFINITY;
  let read = 0;
  async function* rows(): AsyncGenerator<SourceRow> {
    const file = await asyncBufferFromFile(path);
    const metadata = await parquetMetadataAsync(file);
    total = Number(metadata.num_rows);
    let rowStart = 0;
    for (const group of metadata.row_groups) {
      const rowEnd = rowStart + Number(group.num_rows);
      for (const fields of await parquetReadObjects({ file, metadata, compressors, rowStart, rowEnd })) {
        read += 1;
        yield { row: read, fields: withoutBigInts(fields) };
      }
      rowStart = rowEnd;
    }
  }
  return { rows: rows(), share: () => read / total };
}

const withoutBigInts = (fields: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key, typeof value === 'bigint' ? Number(value) : value]),
  );
