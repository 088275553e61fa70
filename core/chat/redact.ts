export type Redaction = 'email' | 'card' | 'iban' | 'phone' | 'national-id' | 'name' | 'address';

export interface Redacted {
  readonly text: string;
  readonly found: readonly Redaction[];
}

/**
 * Takes personal data out of what a customer wrote, before a model, a table or a log sees it. Order numbers stay:
 * without them no order can be looked up, and they say nothing about a person by themselves.
 */
export function redact(text: string): Redacted {
  const found = new Set<Redaction>();
  let rest = text.replace(FULL_WIDTH, (character) => character.normalize('NFKC'));
  for (const [kind, pattern, holds] of PATTERNS) {
    rest = rest.replace(pattern, (match, ...groups: unknown[]) => {
      if (holds && !holds(match)) return match;
      found.add(kind);
      const before = typeof groups[0] === 'string' && match.startsWith(groups[0]) ? groups[0] : '';
      return `${before}[${kind}]`;
    });
  }
  return { text: rest, found: [...found] };
}

/** Letters, digits, @, + and . as Chinese keyboards may write them; other marks of theirs stay. */
const FULL_WIDTH = /[０-９Ａ-Ｚａ-ｚ＠＋．]/g;

const digits = (text: string) => text.replace(/\D/g, '');

/** The check digit of payment cards (ISO/IEC 7812). */
function isCard(text: string): boolean {
  const numbers = digits(text);
  if (numbers.length < 13 || numbers.length > 19) return false;
  const sum = [...numbers].reverse().reduce((total, digit, place) => {
    const value = Number(digit) * (place % 2 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

const isPhone = (text: string) => digits(text).length >= 9 && digits(text).length <= 15;

/** A pattern whose first group is kept stands before what is taken out. */
const PATTERNS: readonly (readonly [Redaction, RegExp, ((match: string) => boolean)?])[] = [
  ['email', /[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+/g],
  ['iban', /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b/g],
  ['national-id', /(?<!\d)\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx](?!\d)/g],
  ['card', /(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)/g, isCard],
  ['phone', /(?<![\d#])1[3-9]\d{9}(?!\d)/g],
  ['phone', /(?<![\w#])(?:\+|00)\d[\d ()/.-]{7,}\d/g, isPhone],
  ['phone', /(?<![\w#])\(?0\d{1,4}\)?[ /.-]\d{2,4}(?:[ /.-]?\d{2,4}){1,3}(?!\d)/g, isPhone],
  ['phone', /(?<![\w#-])\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?!\d)/g],
  [
    'name',
    /(\b(?:my name is|i am called|this is mr\.?|this is mrs\.?|this is ms\.?)\s+)[A-Z][\w'-]+(?:\s+[A-Z][\w'-]+){0,2}/gi,
  ],
  ['name', /((?:我叫|我的名字是|我姓名是))[\p{Script=Han}]{2,4}(?=[，。,.!！\s]|$)/gu],
  [
    'address',
    /\b\d{1,5}[a-z]?\s+(?:[A-Z][\w'-]+\s+){1,3}(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|boulevard|blvd|square|court|way)\b\.?/gi,
  ],
  ['address', /\b[A-Z][a-zà-ÿ]+(?:straat|stra(?:ß|ss)e|weg|laan|gasse|allee|plein|gracht)\s+\d{1,4}[a-z]?\b/g],
  ['address', /\p{Script=Han}{2,8}(?:路|街|大道|巷|弄)\d{1,5}(?:号|弄)(?:\d+(?:号楼|栋|单元|室))*/gu],
];
