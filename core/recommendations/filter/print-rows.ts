import type { Expression } from './grammar.ts';
import { parseFilter } from './parse-filter.ts';
import { printFilter } from './print-filter.ts';
import { COMPARES, type Condition, type Field, type Group, type Operator, type Plain, type Row } from './rows.ts';

/** Where a row stands among its groups: the place in each, from the outermost on. */
export type RowPath = readonly number[];

interface Span {
  readonly path: RowPath;
  readonly from: number;
}

/** The text of rows, and where each of them begins in it. Rows that say nothing yet are left out. */
export interface Printed {
  readonly text: string;
  readonly spans: readonly Span[];
}

interface Piece extends Printed {
  /** What it is joined by, which needs brackets among others. */
  readonly isJoined: boolean;
}

/** Writes rows as a filter in canonical form, but for what is written by hand, which stands as it is. */
export function printRows(group: Group): Printed {
  const printed = pieceOf(group, []) ?? { text: '', spans: [] };
  // What does not read may close brackets or quotes around it, and the whole would read as something that no row says.
  return isUnread(group) && reads(printed.text) ? { ...printed, text: `${printed.text} (` } : printed;
}

const isUnread = (row: Row): boolean =>
  row.kind === 'group' ? row.rows.some(isUnread) : row.kind === 'written' && row.text.trim() !== '' && !reads(row.text);

function reads(text: string): boolean {
  try {
    parseFilter(text);
    return true;
  } catch {
    return false;
  }
}

/** The row that a position of a filter's text belongs to; undefined where there are none. */
export function rowAt(group: Group, text: string, position: number): RowPath | undefined {
  const printed = printRows(group);
  const spans = printed.text === text ? printed.spans : spansRead(group, []);
  return (spans.findLast(({ from }) => from <= position) ?? spans[0])?.path;
}

const spansRead = (row: Row, path: RowPath): Span[] =>
  row.kind === 'group'
    ? row.rows.flatMap((inner, place) => spansRead(inner, [...path, place]))
    : [{ path, from: row.at ?? 0 }];

function pieceOf(row: Row, path: RowPath): Piece | undefined {
  if (row.kind === 'group') return pieceOfGroup(row, path);
  const piece = row.kind === 'condition' ? conditionPiece(row) : writtenPiece(row.text);
  return piece && { ...piece, spans: [{ path, from: 0 }] };
}

function pieceOfGroup({ join, rows }: Group, path: RowPath): Piece | undefined {
  const pieces = rows.flatMap((row, place) => pieceOf(row, [...path, place]) ?? []);
  const [first, ...others] = pieces;
  if (!first) return undefined;
  const isNegated = join === 'none' || join === 'notAll';
  const joint = join === 'all' || join === 'notAll' ? ' and ' : ' or ';
  const joined = others.length
    ? others.reduce((before, piece) => behind(before, joint, bracketed(piece)), bracketed(first))
    : first;
  return isNegated ? { ...behind(NOT, '', bracketed(joined)), isJoined: false } : joined;
}

const NOT: Piece = { text: 'not ', spans: [], isJoined: false };

function behind(before: Piece, joint: string, { text, spans }: Piece): Piece {
  const start = before.text.length + joint.length;
  return {
    text: `${before.text}${joint}${text}`,
    spans: [...before.spans, ...spans.map(({ path, from }) => ({ path, from: start + from }))],
    isJoined: true,
  };
}

const bracketed = (piece: Piece): Piece =>
  piece.isJoined ? { ...behind({ text: '(', spans: [], isJoined: false }, '', piece), text: `(${piece.text})` } : piece;

function writtenPiece(text: string): Omit<Piece, 'spans'> | undefined {
  if (!text.trim()) return undefined;
  try {
    const { kind } = parseFilter(text);
    return { text, isJoined: kind === 'and' || kind === 'or' };
  } catch {
    return { text, isJoined: true };
  }
}

function conditionPiece(condition: Condition): Omit<Piece, 'spans'> | undefined {
  const expression = expressionOf(condition);
  if (!expression) return undefined;
  const text = printFilter(condition.isNegated ? { kind: 'not', of: expression, at: 0 } : expression);
  return { text, isJoined: expression.kind === 'or' && !condition.isNegated };
}

/** How many values a condition needs; a list takes more. */
export function valuesNeeded(operator: Operator): 0 | 1 | 2 {
  if (operator === 'between') return 2;
  return ['isMissing', 'isTrue', 'sameAs', 'among'].includes(operator) ? 0 : 1;
}

/** Undefined while it has too few values, or asks for an attribute without a name. */
export function expressionOf({ field, operator, values, other }: Condition): Expression | undefined {
  const [first, second] = values.map(literal);
  const left = expressionOfField(field);
  if (values.length < valuesNeeded(operator) || !isNamed(field)) return undefined;
  switch (operator) {
    case 'isTrue':
      return left;
    case 'isMissing':
      return { kind: 'isNull', of: left, at: 0 };
    case 'oneOf':
      return compare(left, 'in', { kind: 'list', items: values.map(literal), at: 0 });
    case 'has':
      return values
        .map((value): Expression => compare(left, 'contains', literal(value)))
        .reduce((before, next) => ({ kind: 'or', left: before, right: next, at: 0 }));
    case 'includes':
      return first && compare(first, 'in', left);
    case 'between':
      return first && second && { kind: 'between', of: left, low: first, high: second, at: 0 };
    case 'sameAs':
    case 'among':
      return other && isNamed(other) ? compare(left, COMPARES[operator], expressionOfField(other)) : undefined;
    default:
      return first && compare(left, COMPARES[operator], isStretch(values[0]) ? beforeNow(first) : first);
  }
}

const isNamed = ({ names }: Field): boolean => names.length > 0 && names.every(Boolean);

const literal = (value: Plain): Expression => ({ kind: 'literal', value, at: 0 });
const compare = (
  left: Expression,
  operator: (typeof COMPARES)[keyof typeof COMPARES] | 'contains',
  right: Expression,
): Expression => ({
  ...{ kind: 'compare', operator, left, right, at: 0 },
});
const beforeNow = (right: Expression): Expression => ({
  ...{ kind: 'arithmetic', operator: '-', left: { kind: 'now', at: 0 }, right, at: 0 },
});
const isStretch = (value: Plain | undefined): boolean => typeof value === 'object' && 'durationMs' in value;

function expressionOfField({ root, names, by }: Field): Expression {
  const path: Expression = { kind: 'path', root, names, at: 0 };
  return by ? { kind: 'call', name: by, args: [path], at: 0 } : path;
}
