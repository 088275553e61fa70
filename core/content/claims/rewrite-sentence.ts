import type { Claim } from '../contract.ts';
import { COLOURS_EN, CUT_BEFORE_EN, SUPERLATIVE_ADJECTIVES_EN, VERBS_EN } from '../lexicon/claim-words-en.ts';
import { languageOf } from '../text-language.ts';
import { isBad } from './find-claims.ts';

/** A sentence shorter than this says nothing after a cut. */
const LEAST_WORDS = 5;
const CUT = new RegExp(`(?:,)? +(?=(?:${CUT_BEFORE_EN.join('|').replaceAll(' ', ' +')})\\b)`, 'gi');

/**
 * Ways to say a sentence without the claims that nothing verifies, the least changed first: without adjectives that it
 * does not need, and without a trailing part. Each way must be checked again by the caller.
 */
export function rewritesOf(sentence: string, claims: readonly Claim[]): string[] {
  if (languageOf(sentence) === 'zh') return withoutLastClauses(sentence);
  const lighter = withoutAdjectives(sentence, claims.filter(isBad));
  return [...new Set([lighter, ...cuts(lighter), ...cuts(sentence)])].filter((one) => one !== sentence);
}

/** Colours and superlatives that stand before the word they belong to can be left out. */
function withoutAdjectives(sentence: string, bad: readonly Claim[]): string {
  let text = sentence;
  for (const { start, end, text: word } of [...bad].sort((one, other) => other.start - one.start)) {
    const lower = word.toLowerCase().replace(/^the /, '');
    const isAdjective = COLOURS_EN.has(lower) || SUPERLATIVE_ADJECTIVES_EN.has(lower);
    const before = text.slice(0, start);
    const after = text.slice(end);
    if (
      !isAdjective ||
      !/^ [a-z]/i.test(after) ||
      /\b(?:in|of|and|or) $/i.test(before) ||
      /^ (?:and|or|is|in)\b/.test(after)
    )
      continue;
    const article = /^the /i.test(word) ? word.slice(0, 4) : '';
    text = `${before}${article}${after.trimStart()}`;
  }
  return withRightArticles(text);
}

const withRightArticles = (text: string) =>
  text.replaceAll(/\b(a|an) (?=([a-z]))/gi, (_, article: string, next: string) => {
    const right = /[aeiou]/i.test(next) ? 'an' : 'a';
    return `${article[0] === 'A' ? right.charAt(0).toUpperCase() + right.slice(1) : right} `;
  });

/** From the longest to the shortest beginning that is a sentence by itself. */
function cuts(sentence: string): string[] {
  return [...sentence.matchAll(CUT)]
    .map(({ index }) => sentence.slice(0, index).replace(/[,;:\s]+$/, ''))
    .reverse()
    .filter((head) => {
      const words = head.toLowerCase().match(/[a-z'’]+/g) ?? [];
      return words.length >= LEAST_WORDS && words.some((word) => VERBS_EN.has(word));
    })
    .map((head) => `${head}.`);
}

/** Chinese clauses stand between commas, each whole by itself. */
function withoutLastClauses(sentence: string): string[] {
  const clauses = sentence.replace(/[。！？]+$/, '').split(/[，；]/);
  return clauses.slice(1).map((_, index) => `${clauses.slice(0, clauses.length - 1 - index).join('，')}。`);
}
