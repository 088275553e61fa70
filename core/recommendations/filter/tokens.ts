import { FilterSyntaxError } from './grammar.ts';

export type Token =
  | { readonly kind: 'name' | 'symbol' | 'end'; readonly text: string; readonly at: number }
  | { readonly kind: 'string'; readonly text: string; readonly at: number }
  | { readonly kind: 'number'; readonly text: string; readonly value: number; readonly at: number }
  | { readonly kind: 'duration'; readonly text: string; readonly value: number; readonly at: number }
  | { readonly kind: 'date'; readonly text: string; readonly value: number; readonly at: number };

const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

const BLANK = /\s+/y;
const DATE = /date(['"])([^'"]*)\1/iy;
const DURATION = /(\d+)(m|h|d|w)\b/iy;
const NUMBER = /\d+(?:\.\d+)?(?:e[+-]?\d+)?/iy;
const NAME = /[\p{L}_][\p{L}\p{N}_]*/uy;
const NAME_ALONE = new RegExp(`^(?:${NAME.source})$`, 'u');
const SYMBOL = /!=|<=|>=|[=<>()[\],.+\-*/]/y;

/** Whether it may stand in a path without quotes. */
export const isName = (text: string): boolean => NAME_ALONE.test(text);

/** Cuts a filter into tokens; the last one is always `end`. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const blank = match(BLANK, text, at);
    if (blank) {
      at += blank[0].length;
      continue;
    }
    const { token, length } = readToken(text, at);
    tokens.push(token);
    at += length;
  }
  return [...tokens, { kind: 'end', text: '', at: text.length }];
}

function readToken(text: string, at: number): { token: Token; length: number } {
  const first = String.fromCodePoint(text.codePointAt(at) ?? 0);
  if (first === "'" || first === '"') return readString(text, at, first);
  const date = match(DATE, text, at);
  if (date) {
    const value = Date.parse(date[2] ?? '');
    if (Number.isNaN(value)) throw noDate(date[2], at);
    return { token: { kind: 'date', text: date[0], value, at }, length: date[0].length };
  }
  const duration = match(DURATION, text, at);
  if (duration) {
    const value = Number(duration[1]) * (UNIT_MS[(duration[2] ?? '').toLowerCase()] ?? 0);
    return { token: { kind: 'duration', text: duration[0], value, at }, length: duration[0].length };
  }
  const number = match(NUMBER, text, at);
  if (number)
    return { token: { kind: 'number', text: number[0], value: Number(number[0]), at }, length: number[0].length };
  const name = match(NAME, text, at);
  if (name) return { token: { kind: 'name', text: name[0], at }, length: name[0].length };
  const symbol = match(SYMBOL, text, at);
  if (symbol) return { token: { kind: 'symbol', text: symbol[0], at }, length: symbol[0].length };
  throw new FilterSyntaxError(`"${first}" means nothing here`, at, { code: 'filter-unexpected', found: first });
}

const ISO_DAY = /^date['"](\d{4}-\d\d-\d\d)(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d)?)?['"]$/i;

/** Holds the dates of a filter to their one form: others are read as somebody's, and the 31st of February as one in March. */
export function checkDates(text: string): void {
  for (const { kind, text: said, at } of tokenize(text)) {
    if (kind !== 'date') continue;
    const day = ISO_DAY.exec(said)?.[1];
    const isRead = day !== undefined && new Date(day).toISOString().startsWith(day);
    if (!isRead) throw noDate(said.slice(5, -1), at);
  }
}

const noDate = (found: string | undefined, at: number) =>
  new FilterSyntaxError(`"${found}" is not a date such as 2026-01-31`, at, { code: 'filter-date', found });

/** A quote or a backslash inside a string is written with a backslash before it. */
function readString(text: string, at: number, quote: string): { token: Token; length: number } {
  let value = '';
  for (let index = at + 1; index < text.length; index++) {
    const character = text.charAt(index);
    if (character === quote) return { token: { kind: 'string', text: value, at }, length: index - at + 1 };
    if (character === '\\') index++;
    value += text.charAt(index);
  }
  throw new FilterSyntaxError(`the string is not closed with ${quote}`, at, { code: 'filter-quote', quote });
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
