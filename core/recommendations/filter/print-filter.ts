import { type Expression, RESERVED, ROOTS, type Value } from './grammar.ts';
import { isName } from './tokens.ts';

/** How tightly a form binds, as the grammar nests them: what binds less stands in brackets inside. */
const BINDS = { or: 1, and: 2, not: 3, comparison: 4, sum: 5, product: 6, unary: 7, operand: 8 } as const;

/**
 * Writes a filter as text in its one canonical form, with no brackets but those that it needs: `parseFilter(printFilter(e))`
 * means what `e` means, and is printed the same.
 */
export function printFilter(expression: Expression): string {
  switch (expression.kind) {
    case 'literal':
      return printValue(expression.value);
    case 'now':
      return 'now';
    case 'list':
      return `[${expression.items.map(printFilter).join(', ')}]`;
    case 'path':
      return printPath(expression);
    case 'call':
      return `${expression.name}(${expression.args.map(printFilter).join(', ')})`;
    case 'negate':
      return `-${within(expression.of, BINDS.unary)}`;
    case 'not':
      return isWorded(expression.of)
        ? printComparison(expression.of, 'not ')
        : `not ${within(expression.of, BINDS.not)}`;
    case 'and':
    case 'or':
    case 'arithmetic': {
      const sign = expression.kind === 'arithmetic' ? expression.operator : expression.kind;
      const binds = bindingOf(expression);
      return `${within(expression.left, binds)} ${sign} ${within(expression.right, binds + 1)}`;
    }
    default:
      return printComparison(expression, '');
  }
}

type Comparison = Extract<Expression, { kind: 'compare' | 'between' | 'isNull' }>;

/** Comparisons that are words have their `not` inside. */
const isWorded = (of: Expression): of is Comparison =>
  of.kind === 'isNull' || of.kind === 'between' || (of.kind === 'compare' && ['in', 'contains'].includes(of.operator));

function printComparison(expression: Comparison, not: '' | 'not '): string {
  switch (expression.kind) {
    case 'isNull':
      return `${operand(expression.of)} is ${not}null`;
    case 'between':
      return `${operand(expression.of)} ${not}between ${operand(expression.low)} and ${operand(expression.high)}`;
    case 'compare':
      return `${operand(expression.left)} ${not}${expression.operator} ${rightOf(expression)}`;
  }
}

/** Behind `in` a bracket of a list ends the list. */
function rightOf({ operator, right }: Extract<Expression, { kind: 'compare' }>): string {
  const text = operand(right);
  return operator === 'in' && right.kind !== 'list' && text.startsWith('[') ? `(${text})` : text;
}

const operand = (expression: Expression): string => within(expression, BINDS.sum);

const within = (expression: Expression, binds: number): string =>
  bindingOf(expression) < binds ? `(${printFilter(expression)})` : printFilter(expression);

function bindingOf(expression: Expression): number {
  switch (expression.kind) {
    case 'or':
    case 'and':
      return BINDS[expression.kind];
    case 'not':
      return isWorded(expression.of) ? BINDS.comparison : BINDS.not;
    case 'compare':
    case 'between':
    case 'isNull':
      return BINDS.comparison;
    case 'arithmetic':
      return expression.operator === '+' || expression.operator === '-' ? BINDS.sum : BINDS.product;
    case 'negate':
      return BINDS.unary;
    default:
      return BINDS.operand;
  }
}

/** A field of the item goes without its root, unless its name means something else at the beginning. */
export function printPath({ root, names }: Pick<Extract<Expression, { kind: 'path' }>, 'root' | 'names'>): string {
  const [first = ''] = names;
  const isPlain = isName(first) && !RESERVED.has(first.toLowerCase()) && !ROOTS.some((one) => one === first);
  return [...(root === 'item' && isPlain ? [] : [root]), ...names.map(printName)].join('.');
}

const printName = (name: string): string => (isName(name) ? name : printText(name));
const printText = (text: string): string => `'${text.replaceAll(/[\\']/g, '\\$&')}'`;

function printValue(value: Value): string {
  if (typeof value === 'string') return printText(value);
  // What is larger than a number can be is read as endless again.
  if (typeof value === 'number') return String(value).replace('Infinity', '1e999');
  if (value === null || typeof value !== 'object') return String(value);
  if ('time' in value) return `date'${new Date(value.time).toISOString().replace('T00:00:00.000Z', '')}'`;
  if ('durationMs' in value) return printDuration(value.durationMs);
  return `[${value.map(printValue).join(', ')}]`;
}

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
] as const;

function printDuration(durationMs: number): string {
  const [unit, unitMs] = UNITS.find(([, ms]) => durationMs % ms === 0) ?? UNITS[2];
  const count = Math.round(durationMs / unitMs);
  return `${Number.isFinite(count) ? BigInt(count) : '9'.repeat(309)}${unit}`;
}
