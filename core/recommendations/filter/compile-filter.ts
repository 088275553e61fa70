import type {
  ArithmeticOperator,
  CompareOperator,
  Duration,
  Expression,
  FunctionName,
  Time,
  Value,
} from './grammar.ts';

/** What a filter sees: the item in question, the customer, and the request. Plain JSON; ISO times are compared as times. */
export interface FilterScope {
  readonly item: Readonly<Record<string, unknown>>;
  readonly customer: Readonly<Record<string, unknown>>;
  readonly context: Readonly<Record<string, unknown>>;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export type Filter = (scope: FilterScope) => boolean;

type Evaluate = (scope: FilterScope) => Value;

/** Turns a filter into a function once, so that a slate of hundreds of items is filtered without walking its tree. */
export function compileFilter(expression: Expression): Filter {
  const evaluate = compile(expression);
  return (scope) => evaluate(scope) === true;
}

/** Any part of a filter, as what gives its value. */
export function compile(expression: Expression): Evaluate {
  switch (expression.kind) {
    case 'literal':
      return () => expression.value;
    case 'now':
      return ({ now }) => ({ time: now });
    case 'list':
      return compileList(expression.items);
    case 'path':
      return ({ [expression.root]: root }) => toValue(expression.names.reduce<unknown>(field, root));
    case 'call':
      return compileCall(expression.name, expression.args.map(compile));
    case 'negate':
      return compileNegate(compile(expression.of));
    case 'isNull':
      return compileUnary(compile(expression.of), (value) => value === null);
    case 'not':
      return compileUnary(compile(expression.of), (value) => value !== true);
    case 'between': {
      const [of, low, high] = [compile(expression.of), compile(expression.low), compile(expression.high)];
      return (scope) => compare('<=', low(scope), of(scope)) && compare('<=', of(scope), high(scope));
    }
    default:
      return compileBinary(expression);
  }
}

type Binary = Extract<Expression, { left: Expression }>;

function compileBinary(expression: Binary): Evaluate {
  const left = compile(expression.left);
  const right = compile(expression.right);
  switch (expression.kind) {
    case 'and':
      return (scope) => left(scope) === true && right(scope) === true;
    case 'or':
      return (scope) => left(scope) === true || right(scope) === true;
    case 'arithmetic':
      return (scope) => calculate(expression.operator, left(scope), right(scope));
    case 'compare':
      return (scope) => compare(expression.operator, left(scope), right(scope));
  }
}

const compileUnary =
  (of: Evaluate, apply: (value: Value) => Value): Evaluate =>
  (scope) =>
    apply(of(scope));

const compileList = (items: readonly Expression[]): Evaluate => {
  const evaluates = items.map(compile);
  return (scope) => evaluates.map((evaluate) => evaluate(scope));
};

const compileNegate = (of: Evaluate): Evaluate =>
  compileUnary(of, (value) => (typeof value === 'number' ? -value : null));

function compileCall(name: FunctionName, args: readonly Evaluate[]): Evaluate {
  const first = args[0] ?? (() => null);
  switch (name) {
    case 'size':
      return compileUnary(first, (value) => (isList(value) || typeof value === 'string' ? value.length : null));
    case 'lower':
      return compileUnary(first, (value) => (typeof value === 'string' ? value.toLowerCase() : null));
    case 'number':
      return compileUnary(first, readNumber);
    case 'coalesce':
      return (scope) => args.reduce<Value>((found, next) => found ?? next(scope), null);
    case 'days_since':
      return (scope) => {
        const since = asTime(first(scope));
        return since === undefined ? null : (scope.now - since) / 86_400_000;
      };
  }
}

function readNumber(value: Value): Value {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || !value.trim()) return null;
  const read = Number(value);
  return Number.isFinite(read) ? read : null;
}

/** Null, and values of two kinds, compare to nothing: the answer is false. */
export function compare(operator: CompareOperator, left: Value, right: Value): boolean {
  if (operator === 'in') return isList(right) && right.some((member) => compare('=', left, member));
  if (operator === 'contains') return contains(left, right);
  const pair = comparable(left, right);
  if (!pair) return false;
  const [a, b] = pair;
  if (operator === '=') return a === b;
  if (operator === '!=') return a !== b;
  if (typeof a === 'boolean' || typeof b === 'boolean') return false;
  if (operator === '<') return a < b;
  if (operator === '<=') return a <= b;
  return operator === '>' ? a > b : a >= b;
}

export function calculate(operator: ArithmeticOperator, left: Value, right: Value): Value {
  if (isDuration(right) && (operator === '+' || operator === '-')) {
    const start = asTime(left);
    return start === undefined
      ? null
      : { time: operator === '+' ? start + right.durationMs : start - right.durationMs };
  }
  if (typeof left !== 'number' || typeof right !== 'number') return null;
  if (operator === '+') return left + right;
  if (operator === '-') return left - right;
  if (operator === '*') return left * right;
  return right === 0 ? null : left / right;
}

function contains(left: Value, right: Value): boolean {
  if (typeof left === 'string' && typeof right === 'string') return left.toLowerCase().includes(right.toLowerCase());
  return isList(left) && left.some((member) => compare('=', member, right));
}

/** Both as the same primitive kind, a time being its milliseconds; nothing when they are of two kinds. */
function comparable(
  left: Value,
  right: Value,
): readonly [string | number | boolean, string | number | boolean] | undefined {
  if (isTime(left) || isTime(right)) {
    const [a, b] = [asTime(left), asTime(right)];
    return a === undefined || b === undefined ? undefined : [a, b];
  }
  if (typeof left === 'string' && typeof right === 'string') return [left, right];
  if (typeof left === 'number' && typeof right === 'number') return [left, right];
  if (typeof left === 'boolean' && typeof right === 'boolean') return [left, right];
  return undefined;
}

function asTime(value: Value): number | undefined {
  if (isTime(value)) return value.time;
  if (typeof value !== 'string') return undefined;
  const parsed = Date.parse(value);
  return Number.isNaN(parsed) ? undefined : parsed;
}

/** Own fields only: a filter never reaches a prototype. */
const field = (value: unknown, name: string): unknown =>
  value !== null && typeof value === 'object' ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;

function toValue(value: unknown): Value {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  return Array.isArray(value) ? value.map(toValue) : null;
}

export const isList = (value: Value): value is readonly Value[] => Array.isArray(value);
export const isTime = (value: Value): value is Time => value !== null && typeof value === 'object' && 'time' in value;
const isDuration = (value: Value): value is Duration =>
  value !== null && typeof value === 'object' && 'durationMs' in value;
