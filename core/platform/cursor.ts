import * as z from 'zod';
import { ValidationError } from './errors.ts';
import { refusal } from './refusal.ts';

/** What DynamoDB calls the last evaluated key of a table. */
const Position = z.strictObject({ pk: z.string().min(1), sk: z.string().min(1).max(1_024) });
export type Position = z.infer<typeof Position>;

/** A page of a list as it is answered. */
export interface Page<Row> {
  readonly data: Row[];
  readonly has_more: boolean;
  readonly next_cursor: string | null;
}

export function toPage<Row>(data: Row[], position: Record<string, unknown> | undefined): Page<Row> {
  const next = position ? Buffer.from(JSON.stringify(position)).toString('base64url') : null;
  return { data, has_more: next !== null, next_cursor: next };
}

/**
 * Where a list goes on. A cursor names keys of a table, so it is believed only when its partition is one that the
 * caller may read.
 */
export const positionOf = (cursor: string | undefined, ...partitions: readonly string[]): Position | undefined =>
  readCursor(
    cursor,
    Position.refine(({ pk }) => partitions.includes(pk)),
  );

/** Where a list of the rows of one partition goes on whose sort keys begin so. */
export const positionWithin = (cursor: string | undefined, { pk, sk }: Position): Position | undefined =>
  readCursor(
    cursor,
    Position.refine((position) => position.pk === pk && position.sk.startsWith(sk)),
  );

/** A cursor as keys of the given shape; throws ValidationError where it is not one that we gave. */
export function readCursor<Key>(cursor: string | undefined, shape: z.ZodType<Key>): Key | undefined {
  if (cursor === undefined) return undefined;
  const position = shape.safeParse(decode(cursor));
  if (position.success) return position.data;
  throw new ValidationError(refusal('foreign-cursor', {}), [
    { pointer: 'query/cursor', detail: 'Use next_cursor as it came', code: 'not-next' },
  ]);
}

function decode(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
