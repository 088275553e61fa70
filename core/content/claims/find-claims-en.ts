import type { Claim, ClaimKind, ClaimStatus, Fact } from '../contract.ts';
import { AUDIENCES_EN, COLOURS_EN, MATERIALS_EN, SIZES_EN, SUPERLATIVE_EN } from '../lexicon/claim-words-en.ts';
import { PLAIN_WORDS_EN } from '../lexicon/plain-words-en.ts';
import type { KnownFacts } from './known-facts.ts';
import { stem } from './stem.ts';

const WORD = /[\p{L}][\p{L}'’]*(?:-[\p{L}]+)*/gu;
const ABSENCE = /\b(?:(?:no|without|free of|free from|zero)\s+([a-z]+)|([a-z]+)-free)\b/gi;

/** What an English sentence claims beside numbers and what is banned, word by word. */
export function findClaimsEn(sentence: string, known: KnownFacts): Claim[] {
  const phrases = [...absences(sentence, known), ...superlatives(sentence, known)];
  const words = [...sentence.matchAll(WORD)].flatMap((match) => {
    const claim = claimOfWord(match[0], match.index, sentence, known);
    return claim ? [claim] : [];
  });
  return [...phrases, ...words.filter(({ start }) => !phrases.some((one) => start >= one.start && start < one.end))];
}

/** "Without leather" is no mention of leather: it holds only where the facts say just that. */
function absences(sentence: string, known: KnownFacts): Claim[] {
  return [...sentence.matchAll(ABSENCE)].flatMap((match) => {
    const thing = (match[1] ?? match[2] ?? '').toLowerCase();
    if (PLAIN_WORDS_EN.has(thing) || ['hassle', 'fuss', 'care', 'doubt', 'worry'].includes(thing)) return [];
    const isSaid = new RegExp(`\\b(?:no|without|free of|free from|zero) ${thing}\\b|\\b${thing}-free\\b`).test(
      known.text,
    );
    const has = known.words.get(stem(thing));
    const status = isSaid ? 'verified' : has ? 'contradicted' : 'unverified';
    return [claimAt(match.index, match[0], 'absence', status, isSaid ? undefined : has)];
  });
}

function superlatives(sentence: string, known: KnownFacts): Claim[] {
  return [...sentence.matchAll(SUPERLATIVE_EN)].map((match) => {
    const isSaid = known.text.includes(match[0].toLowerCase().replace(/^the /, ''));
    return claimAt(match.index, match[0], 'superlative', isSaid ? 'verified' : 'unverified');
  });
}

function claimOfWord(word: string, start: number, sentence: string, known: KnownFacts): Claim | undefined {
  const lower = word.toLowerCase().replaceAll('’', "'");
  const root = stem(lower);
  const fact = known.words.get(root);
  const kind = kindOf(lower, root);
  if (fact && !(kind === undefined && isPlain(lower, root)))
    return claimAt(start, word, kind ?? 'other', 'verified', fact);
  const group = AUDIENCES_EN[lower];
  if (group) return audienceClaim(start, word, group, known);
  if (kind) return unsupported(start, word, kind, known);
  if (isPlain(lower, root)) return undefined;
  if (word.includes('-')) return claimOfParts(word, start, known);
  const isName = /^\p{Lu}/u.test(word) && start > 0 && !/[.!?]\s*$/.test(sentence.slice(0, start));
  return claimAt(start, word, isName ? 'brand' : 'other', 'unverified');
}

/** `taupe-colored` is a claim of taupe. */
function claimOfParts(word: string, start: number, known: KnownFacts): Claim | undefined {
  const parts = word.toLowerCase().split('-');
  const telling = parts.filter(
    (part) => !isPlain(part, stem(part)) && !['colored', 'coloured', 'toned', 'style', 'inspired'].includes(part),
  );
  if (!telling.length) return undefined;
  const facts = telling.map((part) => known.words.get(stem(part)));
  const kind = telling.map((part) => kindOf(part, stem(part))).find(Boolean) ?? 'other';
  if (facts.every(Boolean)) return claimAt(start, word, kind, 'verified', facts[0]);
  return unsupported(start, word, kind, known);
}

function kindOf(lower: string, root: string): ClaimKind | undefined {
  const isIn = (words: ReadonlySet<string>) => words.has(lower) || words.has(root);
  return isIn(MATERIALS_EN) ? 'material' : isIn(COLOURS_EN) ? 'colour' : isIn(SIZES_EN) ? 'size' : undefined;
}

const isPlain = (lower: string, root: string) => PLAIN_WORDS_EN.has(lower) || PLAIN_WORDS_EN.has(root);

function unsupported(start: number, word: string, kind: ClaimKind, known: KnownFacts): Claim {
  const other =
    kind === 'colour' ? known.colour : kind === 'material' ? known.material : kind === 'size' ? known.size : undefined;
  return claimAt(start, word, kind, other ? 'contradicted' : 'unverified', other);
}

function audienceClaim(start: number, word: string, group: string, known: KnownFacts): Claim {
  const fact = known.audiences.get(group);
  if (fact) return claimAt(start, word, 'audience', 'verified', fact);
  const [other] = known.audiences.values();
  return claimAt(start, word, 'audience', other ? 'contradicted' : 'unverified', other);
}

function claimAt(start: number, text: string, kind: ClaimKind, status: ClaimStatus, fact?: Fact): Claim {
  const claim = { start, end: start + text.length, text, kind, status };
  return fact ? { ...claim, fact: fact.name } : claim;
}
