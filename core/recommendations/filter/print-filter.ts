import type { Expression, Value } from './grammar.ts';
import { isName } from './tokens.ts';

/** Writes a filter back as text, fully bracketed; `parseFilter(printFilter(e))` means what `e` means. */
export function printFilter(expression: Expression): string {
  switch (expression.kind) {
    case 'literal':
      return printValue(expression.value);
    case 'now':
      return 'now';
    case 'list':
      return `[${expression.items.map(printFilter).join(', ')}]`;
    case 'path':
      return [expression.root, ...expression.names.map(printName)].join('.');
    case 'call':
      return `${expression.name}(${expression.args.map(printFilter).join(', ')})`;
    case 'negate':
      return `(-${printFilter(expression.of)})`;
    case 'isNull':
      return `(${printFilter(expression.of)} is null)`;
    case 'not':
      return `(not ${printFilter(expression.of)})`;
    case 'between':
      return `(${printFilter(expression.of)} between ${printFilter(expression.low)} and ${printFilter(expression.high)})`;
    case 'and':
    case 'or':
      return `(${printFilter(expression.left)} ${expression.kind} ${printFilter(expression.right)})`;
    default:
      return `(${printFilter(expression.left)} ${expression.operator} ${printFilter(expression.right)})`;
  }
}

const printName = (name: string): string => (isName(name) ? name : printValue(name));

function printValue(value: Value): string {
  if (typeof value === 'string') return `'${value.replaceAll(/[\\']/g, '\\$&')}'`;
  if (value === null || typeof value !== 'object') return String(value);
  if ('time' in value) return `date'${new Date(value.time).toISOString()}'`;
  if ('durationMs' in value) return `${Math.round(value.durationMs / 60_000)}m`;
  return `[${value.map(printValue).join(', ')}]`;
}
