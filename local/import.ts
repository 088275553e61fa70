import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { bearerAuthorization, createApiClient } from './api-client.ts';
import { FORMATS, type FormatName, type ImportProgress, type ImportSummary, importFile } from './import/import-file.ts';
import { addressesOf, LocalSettings } from './settings.ts';

const USAGE = `npm run import -- <file> --format ${Object.keys(FORMATS).join('|')} [--map our=theirs,…] [--url URL] [--key sk_…] [--restart] [--json]

  <file>     .csv, .jsonl (each also .gz) or .parquet
  --format   online-retail  the UCI columns: Invoice, StockCode, Description, Quantity, InvoiceDate, Price, Customer ID, Country
             behaviour      user_id, item_id, timestamp, is_purchase
             events         Segment's calls, one a line, or their fields as columns
             items          itemId, title, price and optionally description, category, brand, stock, attributes.…
  --map      what the file calls our columns: --map user_id=visitor,item_id=sku
  --url      the API, by default the laptop's
  --key      the shop's secret key, by default that of the laptop's shop (or PERENNIAL_KEY)
  --restart  sends everything again; what the shop already has counts once`;

const Access = z.object({ secretKey: z.string() });

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      format: { type: 'string' },
      map: { type: 'string', default: '' },
      url: { type: 'string' },
      key: { type: 'string' },
      restart: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const [file] = positionals;
  const settings = LocalSettings.parse(process.env);
  if (!file || !isFormat(values.format)) throw new Error(USAGE);
  if (!existsSync(file)) throw new Error(`There is no file ${file}`);
  const key = values.key ?? process.env.PERENNIAL_KEY ?? keyOfLaptop(settings);
  const url = values.url ?? addressesOf(settings).apiUrl;
  const folder = join(settings.PERENNIAL_STATE_DIR, 'imports');
  const summary = await importFile({
    file,
    format: values.format,
    mapping: mappingOf(values.map),
    server: createApiClient({ url, authorization: bearerAuthorization(key) }),
    destination: createHash('sha256').update(`${url} ${key}`).digest('hex'),
    folder,
    restart: values.restart,
    onProgress: progressLine(),
  });
  process.stderr.write(`\n${sentence(summary)}\n`);
  if (values.json) process.stdout.write(`${JSON.stringify(summary)}\n`);
}

const isFormat = (name: string | undefined): name is FormatName => name !== undefined && name in FORMATS;

function keyOfLaptop(settings: LocalSettings): string {
  const path = join(settings.PERENNIAL_STATE_DIR, 'access.json');
  if (!existsSync(path)) throw new Error('No key: start the laptop first (npm start), or give one: --key sk_live_…');
  return Access.parse(JSON.parse(readFileSync(path, 'utf8'))).secretKey;
}

function mappingOf(text: string): Record<string, string> {
  const pairs = text.split(',').filter(Boolean);
  return Object.fromEntries(
    pairs.map((pair) => {
      const [our, theirs, ...rest] = pair.split('=');
      if (!our || !theirs || rest.length) throw new Error(`--map ${pair}: write it as our=theirs`);
      return [our.trim(), theirs.trim()];
    }),
  );
}

/** One line that is written over, at most four times a second; on no terminal a line every ten seconds. */
function progressLine() {
  const everyMs = process.stderr.isTTY ? 250 : 10_000;
  const started = Date.now();
  let last = 0;
  let firstRows: number | undefined;
  return ({ share, rowsDone, eventsSent, itemsSent, rowsBad }: ImportProgress) => {
    firstRows ??= rowsDone;
    if (Date.now() - last < everyMs) return;
    last = Date.now();
    const rate = Math.round((rowsDone - firstRows) / Math.max(0.001, (last - started) / 1000));
    const line = `${Math.round(share * 100)} % read · ${rowsDone} rows done (${rate}/s) · ${eventsSent} events, ${itemsSent} items sent · ${rowsBad} bad rows`;
    process.stderr.write(process.stderr.isTTY ? `\r\x1b[2K${line}` : `${line}\n`);
  };
}

function sentence({
  wasComplete,
  rowsDone,
  eventsSent,
  itemsSent,
  rowsBad,
  errorsPath,
  seconds,
  resumedAtRow,
}: ImportSummary) {
  if (wasComplete) return `This file was imported before (${rowsDone} rows). To send it again: --restart`;
  const resumed = resumedAtRow ? `, going on after row ${resumedAtRow}` : '';
  const bad = rowsBad ? `; ${rowsBad} rows were left out, each with its reason in ${errorsPath}` : '';
  return `${rowsDone} rows in ${seconds.toFixed(1)} s${resumed}: ${eventsSent} events and ${itemsSent} items sent${bad}`;
}

await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
