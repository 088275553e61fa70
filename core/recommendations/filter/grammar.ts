/**
 * The filter language: which items may be shown, to whom, when. One line of text, in a rule or a request.
 *
 *   expression = and { "or" and }
 *   and        = not { "and" not }
 *   not        = "not" not | comparison
 *   comparison = sum [ ("=" | "!=" | "<" | "<=" | ">" | ">=") sum
 *                    | ["not"] "in" (list | sum) | ["not"] "contains" sum
 *                    | ["not"] "between" sum "and" sum | "is" ["not"] "null" ]
 *   sum        = product { ("+" | "-") product }
 *   product    = unary { ("*" | "/") unary }
 *   unary      = "-" unary | operand
 *   operand    = literal | path | call | "(" expression ")"
 *   list       = "[" [ expression { "," expression } ] "]"
 *   call       = ("size" | "lower" | "number" | "coalesce" | "days_since") "(" expression { "," expression } ")"
 *   path       = name { "." (name | string) } "price" and "item.price" are the same; also customer.* and context.*;
 *                                           attributes."screen size" has a name of two words
 *   literal    = number | string in '…' or "…" | "true" | "false" | "null" | date"2026-01-31" | "now" | number unit (7d, 12h, 30m)
 *
 * `number` reads a text such as '42' or '4.5', and gives nothing where it is none.
 *
 * Words of the language may be written in any case. A comparison with a missing value, or between values of two kinds,
 * is false, never an error: `price < 20` is not met by an item that has no price, and `not price < 20` is.
 */
export type Expression =
  | { readonly kind: 'literal'; readonly value: Value; readonly at: number }
  | { readonly kind: 'now'; readonly at: number }
  | { readonly kind: 'list'; readonly items: readonly Expression[]; readonly at: number }
  | { readonly kind: 'path'; readonly root: Root; readonly names: readonly string[]; readonly at: number }
  | { readonly kind: 'call'; readonly name: FunctionName; readonly args: readonly Expression[]; readonly at: number }
  | { readonly kind: 'negate'; readonly of: Expression; readonly at: number }
  | {
      readonly kind: 'arithmetic';
      readonly operator: ArithmeticOperator;
      readonly left: Expression;
      readonly right: Expression;
      readonly at: number;
    }
  | {
      readonly kind: 'compare';
      readonly operator: CompareOperator;
      readonly left: Expression;
      readonly right: Expression;
      readonly at: number;
    }
  | {
      readonly kind: 'between';
      readonly of: Expression;
      readonly low: Expression;
      readonly high: Expression;
      readonly at: number;
    }
  | { readonly kind: 'isNull'; readonly of: Expression; readonly at: number }
  | { readonly kind: 'not'; readonly of: Expression; readonly at: number }
  | { readonly kind: 'and' | 'or'; readonly left: Expression; readonly right: Expression; readonly at: number };

/** What an expression is made of, from left to right. */
export function partsOf(expression: Expression): Expression[] {
  const parts = Object.values(expression).flatMap((part: unknown) => (Array.isArray(part) ? part : [part]));
  return parts.filter(isExpression);
}

const isExpression = (part: unknown): part is Expression =>
  typeof part === 'object' && part !== null && 'kind' in part && 'at' in part;

/** Times are milliseconds since the epoch inside `Time`, so that they never compare with plain numbers. */
export type Value = string | number | boolean | null | Time | Duration | readonly Value[];
export interface Time {
  readonly time: number;
}
export interface Duration {
  readonly durationMs: number;
}

export const ROOTS = ['item', 'customer', 'context'] as const;
export type Root = (typeof ROOTS)[number];
export const COMPARE_OPERATORS = ['=', '!=', '<', '<=', '>', '>=', 'in', 'contains'] as const;
export type CompareOperator = (typeof COMPARE_OPERATORS)[number];
export const ARITHMETIC_OPERATORS = ['+', '-', '*', '/'] as const;
export type ArithmeticOperator = (typeof ARITHMETIC_OPERATORS)[number];
/** Name → number of arguments it takes, at least and at most. */
export const FUNCTIONS = { size: [1, 1], lower: [1, 1], number: [1, 1], coalesce: [1, 8], days_since: [1, 1] } as const;
export type FunctionName = keyof typeof FUNCTIONS;

/** Words that are no field where one may begin. */
export const RESERVED: ReadonlySet<string> = new Set([
  'and',
  'or',
  'not',
  'in',
  'contains',
  'between',
  'is',
  'null',
  'true',
  'false',
  'now',
]);

export interface SyntaxFault {
  readonly code?: string;
  readonly [value: string]: string | undefined;
}

/** A filter that does not read: says what was expected, and where (0 is the first character). */
export class FilterSyntaxError extends Error {
  readonly position: number;
  /** What is wrong for a program, with what the message fills in. */
  readonly told: SyntaxFault;

  constructor(message: string, position: number, told: SyntaxFault = {}) {
    super(`${message} at position ${position}`);
    this.name = 'FilterSyntaxError';
    this.position = position;
    this.told = told;
  }
}
