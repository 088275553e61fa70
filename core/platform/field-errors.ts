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
    if (issue.code !== 'unrecognized_keys') return [{ pointer: at, detail: issue.message, ...codeOf(issue) }];
    return issue.keys.map((key) => ({
      pointer: `${at}/${escapeToken(key)}`,
      detail: 'This field is not known',
      code: 'unknown-field',
    }));
  });
}

/** What is wrong, without a language: zod's own rules by their name, ours by the `code` among their `params`. */
function codeOf(issue: z.core.$ZodIssue): Pick<FieldError, 'code' | 'values'> {
  switch (issue.code) {
    case 'too_small':
      return { code: `too-small-${measureOf(issue.origin)}`, values: { least: String(issue.minimum) } };
    case 'too_big':
      return { code: `too-big-${measureOf(issue.origin)}`, values: { most: String(issue.maximum) } };
    case 'invalid_type':
      return { code: `not-${issue.expected}` };
    case 'invalid_value':
      return { code: 'not-one-of', values: { options: issue.values.map(String).join(', ') } };
    case 'invalid_format':
      return { code: `no-${issue.format}`, ...formOf(issue) };
    case 'not_multiple_of':
      return { code: 'not-multiple-of', values: { step: issue.divisor } };
    case 'custom':
      return toldBy(issue.params);
    default:
      return { code: 'no-form' };
  }
}

/** A form of our own; the well-known ones have a name. */
const formOf = ({ format, pattern }: z.core.$ZodIssueInvalidStringFormat): Pick<FieldError, 'values'> =>
  format === 'regex' && pattern !== undefined ? { values: { pattern } } : {};

const measureOf = (origin: string) => (['string', 'array'].includes(origin) ? origin : 'number');

/** A code of our own with what its words fill in. */
export function toldBy({
  code,
  ...values
}: Readonly<Record<string, unknown>> = {}): Pick<FieldError, 'code' | 'values'> {
  if (typeof code !== 'string') return {};
  const told = Object.entries(values).flatMap(([name, value]) =>
    typeof value === 'string' || typeof value === 'number' ? [[name, value] as const] : [],
  );
  return { code, ...(told.length ? { values: Object.fromEntries(told) } : {}) };
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
