import * as z from 'zod';
import { ValidationError } from './errors.ts';
import { fieldErrorsOf } from './field-errors.ts';
import { refusal } from './refusal.ts';

const shapes = new WeakMap<object, z.ZodType>();

/** What each row of a batch is to be, where a schema reads rows one by one: the description of the API tells it. */
export const shapeOfRow = (schema: object): z.ZodType | undefined => shapes.get(schema);

/** Rows of a batch, each of which is read by itself: a bad one is named in the answer and the others are kept. */
export function rowsOf(shape: z.ZodType, most: number) {
  const row = z.unknown();
  shapes.set(row, shape);
  return z.array(row).min(1).max(most);
}

/** A row of a batch that was not taken: where it stood, and each bad field by its JSON pointer. */
export const RejectedRow = z.object({
  index: z.int(),
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })),
});
export type RejectedRow = z.infer<typeof RejectedRow>;

/** What a batch answers. */
export const BatchReceipt = z.object({ accepted: z.int(), rejected: z.array(RejectedRow) });
export type BatchReceipt = z.infer<typeof BatchReceipt>;

export interface ParsedRows<Row> {
  readonly rows: readonly Row[];
  readonly rejected: readonly RejectedRow[];
}

/**
 * Reads the rows of a batch one by one, because a shop with one bad row out of 500 wants the other 499 taken. A
 * batch without any good row is refused.
 */
export function parseRows<Schema extends z.ZodType>(
  schema: Schema,
  raws: readonly unknown[],
  root: string,
): ParsedRows<z.output<Schema>> {
  const rows: z.output<Schema>[] = [];
  const rejected: RejectedRow[] = [];
  for (const [index, raw] of raws.entries()) {
    const result = schema.safeParse(raw);
    if (result.success) rows.push(result.data);
    else rejected.push({ index, errors: fieldErrorsOf(result.error, `${root}/${index}`) });
  }
  if (!rows.length) {
    throw new ValidationError(
      refusal('no-row-reads', {}),
      rejected.flatMap(({ errors }) => errors),
    );
  }
  return { rows, rejected };
}
