import { type CompareOperator, type Expression, partsOf, type Root, type Value } from './grammar.ts';
import { parseFilter } from './parse-filter.ts';
import { printFilter } from './print-filter.ts';

/** A filter as somebody picks it: conditions in groups. Text is what is kept; rows are read from it and written into it. */
export type Row = Group | Condition | Written;

export const JOINS = ['all', 'any', 'none', 'notAll'] as const;
export type Join = (typeof JOINS)[number];

export interface Group {
  readonly kind: 'group';
  /** How many of its rows must hold; `notAll` is the opposite of `all`. */
  readonly join: Join;
  readonly rows: readonly Row[];
}

/** What rows cannot show, and what does not read yet: kept as it is. */
export interface Written {
  readonly kind: 'written';
  readonly text: string;
  /** Where it begins in the text that it was read from. */
  readonly at?: number;
}

export interface Field {
  readonly root: Root;
  readonly names: readonly string[];
  /** What is asked of it in place of itself: its number, its size, how many days ago it was, itself in small letters. */
  readonly by?: Measure;
}

export const MEASURES = ['number', 'size', 'days_since', 'lower'] as const;
export type Measure = (typeof MEASURES)[number];

export interface Condition {
  readonly kind: 'condition';
  readonly field: Field;
  readonly operator: Operator;
  readonly isNegated: boolean;
  /** Stretches of time are those before now. Too few where somebody has not chosen yet. */
  readonly values: readonly Plain[];
  /** The other field of `sameAs` and `among`. */
  readonly other?: Field;
  readonly at?: number;
}

export type Plain = Exclude<Value, null | readonly Value[]>;

/** Operator of a row → that of the language where one value or field stands behind it. */
export const COMPARES = {
  ...{ is: '=', isOther: '!=', lessThan: '<', atMost: '<=', moreThan: '>', atLeast: '>=' },
  /** Of times, with a stretch before now: `firstSeenAt > now - 7d`. */
  ...{ olderThan: '<', atLeastOld: '<=', newerThan: '>', atMostOld: '>=' },
  ...{ sameAs: '=', among: 'in' },
} as const satisfies Record<string, CompareOperator>;

export type Operator = keyof typeof COMPARES | 'oneOf' | 'has' | 'includes' | 'between' | 'isMissing' | 'isTrue';

/** Those with a word for their opposite; `not` before any other is a group of which none holds. */
const WITH_OPPOSITE: ReadonlySet<Operator> = new Set([
  ...(['is', 'sameAs', 'oneOf', 'among', 'has', 'includes', 'between', 'isMissing', 'isTrue'] as const),
]);

/** The rows of a filter as a group; text that does not read is one row that is written by hand. */
export function rowsOf(text: string): Group {
  if (!text.trim()) return { kind: 'group', join: 'all', rows: [] };
  const row = readRow(text);
  return row.kind === 'group' ? row : { kind: 'group', join: 'all', rows: [row] };
}

function readRow(text: string): Row {
  try {
    return rowOf(parseFilter(text));
  } catch {
    return { kind: 'written', text, at: 0 };
  }
}

function rowOf(expression: Expression): Row {
  const condition = conditionOf(expression);
  if (condition) return { ...condition, at: startOf(expression) };
  switch (expression.kind) {
    case 'and':
    case 'or': {
      const rows = rowsIn(expression);
      const [first] = rows;
      if (first && rows.length === 1) return first;
      return { kind: 'group', join: expression.kind === 'and' ? 'all' : 'any', rows };
    }
    case 'not':
      return negated(rowOf(expression.of));
    default:
      return { kind: 'written', text: printFilter(expression), at: startOf(expression) };
  }
}

/** Values that are asked after in one field, one by one, are one row. */
function rowsIn(expression: Expression & { kind: 'and' | 'or' }): Row[] {
  const rows: Row[] = [];
  for (const row of chainOf(expression.kind, expression).map(rowOf)) {
    const merged = expression.kind === 'or' ? hasEither(rows.at(-1), row) : undefined;
    if (merged) rows.splice(-1, 1, merged);
    else rows.push(row);
  }
  return rows;
}

function hasEither(one: Row | undefined, other: Row): Condition | undefined {
  if (one?.kind !== 'condition' || other.kind !== 'condition') return undefined;
  if (![one, other].every(({ operator, isNegated }) => operator === 'has' && !isNegated)) return undefined;
  const values = [...one.values, ...other.values];
  const isAlike = new Set(values.map(kindOfPlain)).size === 1 && isSameField(one.field, other.field);
  return isAlike ? { ...one, values } : undefined;
}

export const isSameField = (one: Field, other: Field): boolean => JSON.stringify(one) === JSON.stringify(other);

const OPPOSITE: Readonly<Partial<Record<Join, Join>>> = { all: 'notAll', any: 'none' };

function negated(row: Row): Row {
  const join = row.kind === 'group' ? OPPOSITE[row.join] : undefined;
  if (row.kind === 'group' && join) return { ...row, join };
  if (row.kind === 'condition' && !row.isNegated && WITH_OPPOSITE.has(row.operator)) return { ...row, isNegated: true };
  return { kind: 'group', join: 'none', rows: [row] };
}

/** What `and` or `or` joins, from left to right, whatever brackets of their own they have. */
function chainOf(kind: 'and' | 'or', expression: Expression): Expression[] {
  if (expression.kind !== kind) return [expression];
  return [...chainOf(kind, expression.left), ...chainOf(kind, expression.right)];
}

type Read = Omit<Condition, 'at'>;

function conditionOf(expression: Expression): Read | undefined {
  switch (expression.kind) {
    case 'path':
      return condition(expression, 'isTrue', []);
    case 'isNull':
      return condition(expression.of, 'isMissing', []);
    case 'between':
      return condition(expression.of, 'between', [expression.low, expression.high]);
    case 'compare':
      return fieldOf(expression.left) || expression.operator === 'in'
        ? compared(expression)
        : compared(turned(expression));
    default:
      return undefined;
  }
}

type Compared = Extract<Expression, { kind: 'compare' }>;

const TURNED: Readonly<Partial<Record<CompareOperator, CompareOperator>>> = {
  ...{ '=': '=', '!=': '!=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' },
};

/** The same with its sides exchanged, where it has such a form. */
const turned = ({ left, right, operator, ...rest }: Compared): Compared | undefined => {
  const other = TURNED[operator];
  return other && { ...rest, left: right, right: left, operator: other };
};

function compared(expression: Compared | undefined): Read | undefined {
  if (!expression) return undefined;
  const { left, right, operator } = expression;
  if (operator === 'contains') return condition(left, 'has', [right]);
  const other = fieldOf(right);
  if (operator === 'in') {
    if (other) return fieldOf(left) ? withOther(left, 'among', other) : condition(right, 'includes', [left]);
    return right.kind === 'list' && right.items.length ? condition(left, 'oneOf', right.items) : undefined;
  }
  if (other) return operator === '=' ? withOther(left, 'sameAs', other) : undefined;
  const ago = beforeNow(right);
  if (ago) return condition(left, PAST[operator], [ago]);
  if (right.kind === 'literal' && right.value === true && operator === '=') return condition(left, 'isTrue', []);
  return condition(left, SIMPLE[operator], [right]);
}

type Simple = Exclude<CompareOperator, 'in' | 'contains'>;
const SIMPLE: Readonly<Record<Simple, Operator>> = {
  ...{ '=': 'is', '!=': 'isOther', '<': 'lessThan', '<=': 'atMost', '>': 'moreThan', '>=': 'atLeast' },
};
const PAST: Readonly<Partial<Record<Simple, Operator>>> = {
  ...{ '<': 'olderThan', '<=': 'atLeastOld', '>': 'newerThan', '>=': 'atMostOld' },
};

/** The stretch of `now - 7d`. */
const beforeNow = (expression: Expression): Expression | undefined =>
  expression.kind === 'arithmetic' &&
  expression.operator === '-' &&
  expression.left.kind === 'now' &&
  isStretch(expression.right)
    ? expression.right
    : undefined;

const isStretch = (expression: Expression): boolean =>
  expression.kind === 'literal' && kindOfPlain(expression.value) === 'stretch';

/** Values of one kind; a stretch of time stands behind `now -` alone. */
function condition(of: Expression, operator: Operator | undefined, parts: readonly Expression[]): Read | undefined {
  const field = fieldOf(of);
  const values = parts.map(plainOf).filter((value) => value !== undefined);
  if (!field || !operator || values.length < parts.length) return undefined;
  if (operator === 'isTrue' && field.by) return undefined;
  const kinds = new Set(values.map(kindOfPlain));
  const isPast = Object.values(PAST).includes(operator);
  if (kinds.size > 1 || kinds.has('stretch') !== isPast) return undefined;
  return { kind: 'condition', field, operator, isNegated: false, values };
}

function withOther(of: Expression, operator: 'sameAs' | 'among', other: Field): Read | undefined {
  const read = condition(of, operator, []);
  return read && { ...read, other };
}

function fieldOf(expression: Expression): Field | undefined {
  if (expression.kind === 'path') return { root: expression.root, names: expression.names };
  if (expression.kind !== 'call') return undefined;
  const by = MEASURES.find((measure) => measure === expression.name);
  const [of] = expression.args;
  return by && of?.kind === 'path' ? { root: of.root, names: of.names, by } : undefined;
}

function plainOf(expression: Expression): Plain | undefined {
  if (expression.kind === 'negate' && expression.of.kind === 'literal' && typeof expression.of.value === 'number')
    return -expression.of.value;
  if (expression.kind !== 'literal' || expression.value === null || isList(expression.value)) return undefined;
  return expression.value;
}

const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

function kindOfPlain(value: Value): string {
  if (value === null || typeof value !== 'object') return typeof value;
  return 'durationMs' in value ? 'stretch' : 'time';
}

/** Where the first of its parts stands in the text. */
const startOf = (expression: Expression): number => Math.min(expression.at, ...partsOf(expression).map(startOf));
