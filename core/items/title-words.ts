import * as z from 'zod';
import type { CatalogueRow } from './contract.ts';

/** An item under one of its words, with all of its title: what else is searched for is looked for there. */
export const WordLine = z.object({ word: z.string(), itemId: z.string(), title: z.string() });
export type WordLine = z.infer<typeof WordLine>;

/** An item is listed under so many words of its title, the first. */
const MOST_WORDS = 40;
/** Letters of a word that count: a key of a table holds 1 KB, and the id of an item up to 768 bytes of it. */
const LONGEST_WORD = 32;

/** Letters of scripts that put no spaces between words, or others and digits. */
const RUNS =
  /(?<unspaced>[[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]&&[\p{L}\p{M}]]+)|[[\p{L}\p{M}\p{N}]--[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]]+/gv;

/**
 * What a title is found by: its words, without case and accents. Where a script puts no spaces between them, a word may
 * begin at each letter: 羊毛袜 is 羊毛袜, 毛袜 and 袜.
 */
export function wordsOf(title: string): Set<string> {
  const words = runsOf(title).flatMap(({ letters, isUnspaced }) => (isUnspaced ? endsOf(letters) : [letters]));
  return new Set([...new Set(words.map(cut))].slice(0, MOST_WORDS));
}

/** What somebody types: words, or how they begin. */
export const termsOf = (search: string): string[] => [...new Set(runsOf(search).map(({ letters }) => cut(letters)))];

/** Whether each term is how one of the words begins. */
export const isFoundBy = (terms: readonly string[], words: ReadonlySet<string>): boolean =>
  terms.every((term) => [...words].some((word) => word.startsWith(term)));

/** What an item is listed under, so that its title is found in a catalogue of any size. */
export const wordLinesOf = ({ itemId, title }: Pick<CatalogueRow, 'itemId' | 'title'>): WordLine[] =>
  [...wordsOf(title)].map((word) => ({ word, itemId, title }));

function runsOf(text: string) {
  const plain = text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[\u0300-\u036f]/g, '')
    .normalize('NFC');
  return [...plain.matchAll(RUNS)].map(({ 0: letters, groups }) => ({
    letters,
    isUnspaced: groups?.unspaced !== undefined,
  }));
}

/** A mark belongs to the letter before it, so no word begins with one. */
function endsOf(letters: string): string[] {
  const each = [...letters];
  return each.flatMap((letter, at) => (at && /\p{M}/u.test(letter) ? [] : each.slice(at).join('')));
}

const cut = (word: string) => [...word].slice(0, LONGEST_WORD).join('');
