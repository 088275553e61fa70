import type * as z from 'zod';
import { type FieldError, ValidationError } from './errors.ts';

/** Parses a value that a caller sent; every bad field is named by a pointer below `root`. */
export function parseFields<Schema extends z.ZodType>(schema: Schema, value: unknown, root = '#'): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = fieldErrorsOf(result.error, root);
  throw new ValidationError(summaryOf(errors), errors);
}

export function fieldErrorsOf(error: z.ZodError, root = '#'): FieldError[] {
  return error.issues.flatMap((issue) => {
    const at = pointerOf(issue.path, root);
    if (issue.code !== 'unrecognized_keys') return [{ pointer: at, detail: issue.message }];
    return issue.keys.map((key) => ({ pointer: `${at}/${escapeToken(key)}`, detail: 'This field is not known' }));
  });
}

/** A JSON pointer (RFC 6901) below `root`. */
export function pointerOf(path: readonly PropertyKey[], root = '#'): string {
  return [root, ...path.map((token) => escapeToken(String(token)))].join('/');
}

const escapeToken = (token: string) => token.replaceAll('~', '~0').replaceAll('/', '~1');

function summaryOf(errors: readonly FieldError[]): string {
  const [first] = errors;
  if (!first) return 'The request is not valid';
  const others = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return `${first.pointer}: ${first.detail}${others}`;
}
