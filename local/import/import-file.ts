import type { ApiClient } from '../api-client.ts';
import { batchesOf, groupedCalls } from './batches.ts';
import { behaviourFormat } from './behaviour-format.ts';
import { eventsFormat } from './events-format.ts';
import type { ImportFormat, ImportUnit } from './import-format.ts';
import { itemsFormat } from './items-format.ts';
import { type Journal, type JournalEntry, openJournal } from './journal.ts';
import { onlineRetailFormat } from './online-retail-format.ts';
import { type BadRow, sendBatches } from './send-batches.ts';
import { openSource, type SourceRow } from './source-file.ts';

export const FORMATS = {
  'online-retail': onlineRetailFormat,
  behaviour: behaviourFormat,
  events: eventsFormat,
  items: itemsFormat,
} as const satisfies Record<string, ImportFormat>;
export type FormatName = keyof typeof FORMATS;

/** Rows that are read, grouped, sent and then noted as done. */
const CHUNK_ROWS = 20_000;
const ITEMS_PER_REQUEST = 500;

export interface ImportOptions {
  readonly file: string;
  readonly format: FormatName;
  /** Our column → the file's. */
  readonly mapping: Readonly<Record<string, string>>;
  /** Signs with the secret key. */
  readonly server: Pick<ApiClient, 'post'>;
  /** Tells the shop that it goes to from another, so that each has its own journal. */
  readonly destination: string;
  /** Where journals and lists of bad rows are kept. */
  readonly folder: string;
  /** Forget how far an earlier import of this file came. @default false */
  readonly restart?: boolean;
  readonly onProgress: (progress: ImportProgress) => void;
}

export interface ImportProgress extends JournalEntry {
  /** Of the file, 0 to 1. */
  readonly share: number;
}

export interface ImportSummary extends JournalEntry {
  /** One JSON line a bad row, with what is wrong with it. */
  readonly errorsPath: string;
  /** Everything had been sent before, and nothing was sent now. */
  readonly wasComplete: boolean;
  readonly resumedAtRow: number;
  readonly seconds: number;
}

/** Sends a file through the front door, once: a second call goes on where the first one stopped. */
export async function importFile(options: ImportOptions): Promise<ImportSummary> {
  const started = Date.now();
  const { file, format, mapping, folder, destination } = options;
  const journal = openJournal({ folder, file, identity: JSON.stringify([format, mapping, destination]) });
  if (options.restart) journal.forget();
  const entry = journal.read();
  const resumedAtRow = entry.rowsDone;
  const { errorsPath } = journal;
  if (entry.isComplete) return { ...entry, errorsPath, wasComplete: true, resumedAtRow, seconds: 0 };
  const done = await sendAll(options, FORMATS[format], journal, entry);
  return { ...done, errorsPath, wasComplete: false, resumedAtRow, seconds: (Date.now() - started) / 1000 };
}

async function sendAll(
  { file, mapping, server, onProgress }: ImportOptions,
  format: ImportFormat,
  journal: Journal,
  before: JournalEntry,
): Promise<JournalEntry> {
  let entry = before;
  const source = openSource(file);
  const bad: BadRow[] = [];
  const onBad = (row: BadRow) => bad.push(row);
  const told = () => onProgress({ ...entry, share: source.share() });
  const onEvents = (accepted: number) => {
    entry = { ...entry, eventsSent: entry.eventsSent + accepted };
    told();
  };
  const onItems = (accepted: number) => {
    entry = { ...entry, itemsSent: entry.itemsSent + accepted };
    told();
  };
  const sendItems = (items: readonly { readonly row: number; readonly body: object }[]) =>
    sendBatches(batchesOf(items, ITEMS_PER_REQUEST), {
      server,
      path: '/items',
      field: 'items',
      onSent: onItems,
      onBad,
    });

  if (format.catalogue && !entry.itemsSent) {
    const items = await format.catalogue(namedRows(openSource(file).rows, mapping, format.columns, 0));
    await sendItems(items.map((body) => ({ row: 0, body })));
  }
  const rows = namedRows(source.rows, mapping, format.columns, entry.rowsDone);
  for await (const chunk of chunksOf(format.units(rows))) {
    for (const unit of chunk) if ('problem' in unit) onBad({ row: unit.firstRow, problem: unit.problem });
    await sendItems(chunk.flatMap((unit) => ('item' in unit ? [{ row: unit.firstRow, body: unit.item }] : [])));
    const calls = batchesOf(groupedCalls(chunk));
    await sendBatches(calls, { server, path: '/batch', field: 'batch', onSent: onEvents, onBad });
    const rowsBad = entry.rowsBad + bad.length;
    entry = { ...entry, rowsBad, rowsDone: chunk.at(-1)?.lastRow ?? entry.rowsDone };
    journal.write(entry, bad.splice(0));
    told();
  }
  entry = { ...entry, isComplete: true };
  journal.write(entry, []);
  return entry;
}

/** The rows behind `rowsDone`, their columns called as we call them. A file without a needed column is refused. */
async function* namedRows(
  rows: AsyncIterable<SourceRow>,
  mapping: Readonly<Record<string, string>>,
  columns: readonly string[],
  rowsDone: number,
): AsyncGenerator<SourceRow> {
  let isChecked = false;
  for await (const source of rows) {
    if ('fields' in source && !isChecked) {
      isChecked = true;
      refuseWithout(columns, source.fields, mapping);
    }
    if (source.row <= rowsDone) continue;
    yield 'fields' in source ? { row: source.row, fields: renamed(source.fields, mapping) } : source;
  }
}

function refuseWithout(
  columns: readonly string[],
  fields: Readonly<Record<string, unknown>>,
  mapping: Readonly<Record<string, string>>,
): void {
  const missing = columns.filter((column) => !((mapping[column] ?? column) in fields));
  if (!missing.length) return;
  const there = Object.keys(fields).join(', ');
  const [first] = missing;
  throw new Error(`The file has no column ${missing.join(', ')}. It has: ${there}. Name it: --map ${first}=<column>`);
}

function renamed(fields: Readonly<Record<string, unknown>>, mapping: Readonly<Record<string, string>>) {
  const ours = Object.entries(mapping).map(([our, theirs]) => [our, fields[theirs]] as const);
  return { ...fields, ...Object.fromEntries(ours) };
}

async function* chunksOf(units: AsyncIterable<ImportUnit>): AsyncGenerator<ImportUnit[]> {
  let chunk: ImportUnit[] = [];
  for await (const unit of units) {
    chunk.push(unit);
    const first = chunk[0]?.firstRow ?? 0;
    if (unit.lastRow - first + 1 < CHUNK_ROWS) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length) yield chunk;
}
