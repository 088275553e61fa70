import { createHash } from 'node:crypto';
import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const SAMPLE_BYTES = 1_000_000;

const Entry = z.object({
  file: z.string(),
  /** Every row up to this one has been acknowledged or written down as bad. */
  rowsDone: z.int(),
  eventsSent: z.int(),
  itemsSent: z.int(),
  rowsBad: z.int(),
  isComplete: z.boolean(),
});
export type JournalEntry = z.infer<typeof Entry>;

export interface JournalOptions {
  readonly folder: string;
  readonly file: string;
  /** Whatever makes it another import: format, mapping, the shop it goes to. */
  readonly identity: string;
}

export type Journal = ReturnType<typeof openJournal>;

/** How far an import has come, so that one that was stopped goes on where it was. */
export function openJournal({ folder, file, identity }: JournalOptions) {
  mkdirSync(folder, { recursive: true });
  const name = createHash('sha256').update(fingerprintOf(file)).update(identity).digest('hex').slice(0, 16);
  const path = join(folder, `${name}.json`);
  const errorsPath = join(folder, `${name}.errors.jsonl`);
  return {
    errorsPath,
    forget(): void {
      for (const old of [path, errorsPath]) rmSync(old, { force: true });
    },
    read(): JournalEntry {
      if (existsSync(path)) return Entry.parse(JSON.parse(readFileSync(path, 'utf8')));
      return { file, rowsDone: 0, eventsSent: 0, itemsSent: 0, rowsBad: 0, isComplete: false };
    },
    /** Whole or not at all, whenever the process is killed. */
    write(entry: JournalEntry, badRows: readonly object[]): void {
      if (badRows.length) appendFileSync(errorsPath, badRows.map((row) => `${JSON.stringify(row)}\n`).join(''));
      writeFileSync(`${path}.new`, JSON.stringify(entry));
      renameSync(`${path}.new`, path);
    },
  };
}

/** Size, beginning and end: enough to tell two files apart without reading gigabytes. */
function fingerprintOf(file: string): string {
  const { size } = statSync(file);
  const handle = openSync(file, 'r');
  try {
    const head = Buffer.alloc(Math.min(size, SAMPLE_BYTES));
    const tail = Buffer.alloc(Math.min(size, SAMPLE_BYTES));
    readSync(handle, head, 0, head.length, 0);
    readSync(handle, tail, 0, tail.length, size - tail.length);
    return createHash('sha256').update(String(size)).update(head).update(tail).digest('hex');
  } finally {
    closeSync(handle);
  }
}
