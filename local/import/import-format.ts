import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { SourceRow } from './source-file.ts';

/** A call as the tracking API takes it. */
export interface ImportCall {
  readonly type: string;
  readonly messageId?: string;
  readonly userId?: string;
  readonly anonymousId?: string;
  readonly timestamp?: string;
  readonly [field: string]: unknown;
}

/** What some rows of a file became. Rows of one unit lie together and units come in the file's order. */
export type ImportUnit = { readonly firstRow: number; readonly lastRow: number } & (
  | { readonly call: ImportCall }
  | { readonly item: Readonly<Record<string, unknown>> }
  | { readonly problem: string }
);

export type ImportItem = Readonly<Record<string, unknown>>;

/** How one kind of file is read. */
export interface ImportFormat {
  /** Columns that must be there, in our words; `--map` says what the file calls them. */
  readonly columns: readonly string[];
  readonly units: (rows: AsyncIterable<SourceRow>) => AsyncIterable<ImportUnit>;
  /** Items that the file names beside its events; read in a pass of its own, before the events are sent. */
  readonly catalogue?: (rows: AsyncIterable<SourceRow>) => Promise<ImportItem[]>;
}

/** A unit a row, for formats whose rows stand alone. */
export function rowByRow<Schema extends z.ZodType>(
  schema: Schema,
  toUnit: (row: z.output<Schema>) => { readonly call: ImportCall } | { readonly item: ImportItem },
): ImportFormat['units'] {
  return async function* (rows) {
    for await (const source of rows) yield readRow(source, schema, toUnit);
  };
}

function readRow<Schema extends z.ZodType>(
  source: SourceRow,
  schema: Schema,
  toUnit: (row: z.output<Schema>) => { readonly call: ImportCall } | { readonly item: ImportItem },
): ImportUnit {
  const at = { firstRow: source.row, lastRow: source.row };
  if ('problem' in source) return { ...at, problem: source.problem };
  const parsed = schema.safeParse(source.fields);
  return parsed.success ? { ...at, ...toUnit(parsed.data) } : { ...at, problem: problemOf(parsed.error) };
}

export const problemOf = (error: z.ZodError) =>
  error.issues.map(({ path, message }) => `${path.join('.') || 'row'}: ${message}`).join('; ');

/** The same content has the same id, so that a file that is imported twice counts once. */
export const messageIdOf = (...content: readonly unknown[]) =>
  createHash('sha256').update(JSON.stringify(content)).digest('base64url').slice(0, 24);

/** An id that a file may hold as text or as a number (`13085.0` is `13085`). */
export const idColumn = z
  .union([z.string().trim().min(1), z.number().transform(String)], 'must not be empty')
  .transform((id) => id.replace(/^(\d+)\.0+$/, '$1'));

/** ISO 8601 (without a zone: UTC), or seconds or milliseconds since 1970. */
export const timeColumn = z.unknown().transform((value, context) => {
  const time = toDate(value);
  if (time && !Number.isNaN(time.getTime())) return time.toISOString();
  context.addIssue({ code: 'custom', message: 'must be a time: ISO 8601, or seconds or milliseconds since 1970' });
  return z.NEVER;
});

/** Seconds reach this figure in the year 5138, milliseconds reached it in 1973. */
const LARGEST_SECONDS = 1e11;

function toDate(value: unknown): Date | undefined {
  if (value instanceof Date) return value;
  const number = typeof value === 'number' ? value : Number.parseFloat(String(value));
  if (typeof value === 'number' || /^\d+(\.\d+)?$/.test(String(value).trim())) {
    return new Date(number < LARGEST_SECONDS ? number * 1000 : number);
  }
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  if (/(Z|[+-]\d\d:?\d\d)$/i.test(text) && /[T ]\d/.test(text)) return new Date(text);
  return new Date(/^\d{4}-/.test(text) ? text.replace(' ', 'T').replace(/(T.*)$/, '$1Z') : `${text} UTC`);
}

export const numberColumn = z.union([z.number(), z.string().trim().min(1).transform(Number)]).pipe(z.number());
