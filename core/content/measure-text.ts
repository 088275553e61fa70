import { stem } from './claims/stem.ts';
import type { Fact, ReadingLevel } from './contract.ts';
import { PLAIN_WORDS_EN } from './lexicon/plain-words-en.ts';
import { languageOf, sentencesOf } from './text-language.ts';

/** Flesch–Kincaid grade (Kincaid et al. 1975) with syllables by groups of vowels; characters a sentence for Chinese. */
export function readingLevel(text: string): ReadingLevel {
  const sentences = Math.max(1, sentencesOf(text).length);
  if (languageOf(text) === 'zh') {
    const characters = text.match(/[\u3400-\u9fff]/g)?.length ?? 0;
    return { measure: 'characters-a-sentence', value: round(characters / sentences) };
  }
  const words = text.match(/[A-Za-z][A-Za-z'’]*/g) ?? [];
  if (!words.length) return { measure: 'flesch-kincaid-grade', value: 0 };
  const syllables = words.reduce((sum, word) => sum + syllablesOf(word), 0);
  const grade = 0.39 * (words.length / sentences) + 11.8 * (syllables / words.length) - 15.59;
  return { measure: 'flesch-kincaid-grade', value: round(Math.max(0, grade)) };
}

function syllablesOf(word: string): number {
  const lower = word
    .toLowerCase()
    .replace(/(?:[^l]e|es|ed)$/, (end) => (end.length === 2 && end[0] !== 'e' ? end.slice(0, 1) : ''));
  return Math.max(1, lower.match(/[aeiouy]+/g)?.length ?? 1);
}

/** Share of different pairs of neighbouring tokens among all (distinct-2, Li et al. 2016): 1 never repeats itself. */
export function distinct2(texts: readonly string[]): number {
  const pairs = texts.flatMap((text) => {
    const tokens = tokensOf(text);
    return tokens.slice(1).map((token, index) => `${tokens[index]} ${token}`);
  });
  return pairs.length ? new Set(pairs).size / pairs.length : 0;
}

/** Words, and single characters of a script that writes no spaces. */
const tokensOf = (text: string) => text.toLowerCase().match(/[\u3400-\u9fff]|[\p{L}\p{N}]+/gu) ?? [];

/** Share of the facts that a text tells: a fact is told when half of its telling words are there. */
export function factCoverage(text: string, facts: readonly Fact[]): number {
  const said = new Set(tokensOf(text).map(stem));
  const lower = text.toLowerCase();
  const told = facts.map(({ name, value }) => {
    // Of a category path the narrowest name is what a reader should learn.
    const shown = name === 'category' ? (value.split('>').at(-1) ?? value) : value;
    if (languageOf(shown) === 'zh') return sharesRun(lower, shown);
    const words = tokensOf(shown).map(stem);
    const telling = words.filter((word) => !PLAIN_WORDS_EN.has(word));
    const needed = telling.length ? telling : words;
    return needed.filter((word) => said.has(word)).length * 2 >= needed.length;
  });
  return told.length ? told.filter(Boolean).length / told.length : 0;
}

/** A Chinese fact is told when two of its neighbouring characters are, or all of a single one. */
const sharesRun = (text: string, value: string) =>
  value.length < 2
    ? text.includes(value)
    : Array.from({ length: value.length - 1 }, (_, at) => value.slice(at, at + 2)).some((pair) => text.includes(pair));

const round = (value: number) => Math.round(value * 10) / 10;
