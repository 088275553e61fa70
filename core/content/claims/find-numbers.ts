import { NUMBER_WORDS_EN } from '../lexicon/claim-words-en.ts';
import { unitNamed } from '../lexicon/units.ts';
import { DIGITS_ZH, MEASURES_ZH } from '../lexicon/words-zh.ts';

/** A number with what it counts, in one spelling. */
export interface NumberClaim {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly value: number;
  /** Of measure, or the thing that is counted; empty where nothing follows. */
  readonly unit: string;
}

const DIGITS = /[$€£¥]?\d+(?:[.,]\d+)*(?:\/\d+)?/;
const WORDS = Object.keys(NUMBER_WORDS_EN).join('|');
const NUMBER = new RegExp(
  `(?<![\\p{L}\\p{N}])(${DIGITS.source}|(?:${WORDS})(?![\\p{L}\\p{N}]))(?:[ -]?(%|"|[a-zA-Z]+|(?:${MEASURES_ZH})))?`,
  'giu',
);
const NUMBER_ZH = new RegExp(`([${Object.keys(DIGITS_ZH).join('')}])(${MEASURES_ZH})`, 'g');

/** Every number of a text, written in digits or words, with the word behind it. */
export function findNumbers(text: string): NumberClaim[] {
  const latin = [...text.matchAll(NUMBER)].map((match) => claimOf(match, numberOf(match[1] ?? '')));
  const chinese = [...text.matchAll(NUMBER_ZH)].map((match) => claimOf(match, DIGITS_ZH[match[1] ?? ''] ?? Number.NaN));
  return [...latin, ...chinese]
    .filter(({ value }) => !Number.isNaN(value))
    .sort((one, other) => one.start - other.start);
}

/** Whether a fact says this number: the same value, of the same thing where both name one. */
export const isSameNumber = (claim: NumberClaim, fact: NumberClaim) =>
  claim.value === fact.value && (claim.unit === fact.unit || !fact.unit);

const claimOf = (match: RegExpExecArray, value: number): NumberClaim => ({
  start: match.index,
  end: match.index + match[0].length,
  text: match[0],
  value,
  unit: unitNamed(match[2] ?? ''),
});

function numberOf(written: string): number {
  const word = NUMBER_WORDS_EN[written.toLowerCase()];
  if (word !== undefined) return word;
  const [whole = '', below] = written.replace(/^[$€£¥]/, '').split('/');
  // 1,299.00 and 1.299,00 are both written; a lone comma with three digits behind it parts thousands.
  const plain = /,\d{3}(?:\D|$)/.test(whole) ? whole.replaceAll(',', '') : whole.replace(',', '.');
  return below ? Number(plain) / Number(below) : Number(plain);
}
