import type { Claim, ClaimKind, ClaimStatus } from '../contract.ts';
import {
  AUDIENCES_ZH,
  COLOURS_ZH,
  MATERIALS_ZH,
  PLAIN_WORDS_ZH,
  SIZES_ZH,
  SUPERLATIVE_ZH,
} from '../lexicon/words-zh.ts';
import type { KnownFacts } from './known-facts.ts';

const LONGEST = 8;
const RUN = /[\u3400-\u9fff]+/g;
const ABSENCE = /(?:不含|无|零)[\u3400-\u9fff]{1,4}/g;

/**
 * What a Chinese sentence claims. It is covered from the left by the longest strings of the facts, of words that state
 * nothing and of the lexicon; characters that nothing covers are a claim that nobody can verify.
 */
export function findClaimsZh(sentence: string, known: KnownFacts): Claim[] {
  const superlatives = [...sentence.matchAll(SUPERLATIVE_ZH)].map((match) =>
    claimAt(match.index, match[0], 'superlative', known.text.includes(match[0]) ? 'verified' : 'unverified'),
  );
  const absences = [...sentence.matchAll(ABSENCE)].map((match) =>
    claimAt(match.index, match[0], 'absence', known.text.includes(match[0]) ? 'verified' : 'unverified'),
  );
  const phrases = [...superlatives, ...absences];
  const words = [...sentence.matchAll(RUN)].flatMap((run) => claimsOfRun(run[0], run.index, known));
  return [...phrases, ...words.filter(({ start, end }) => !phrases.some((one) => start < one.end && end > one.start))];
}

function claimsOfRun(run: string, offset: number, known: KnownFacts): Claim[] {
  const claims: Claim[] = [];
  let unknownFrom = -1;
  const closeUnknown = (at: number) => {
    if (unknownFrom >= 0) claims.push(claimAt(offset + unknownFrom, run.slice(unknownFrom, at), 'other', 'unverified'));
    unknownFrom = -1;
  };
  for (let at = 0; at < run.length; ) {
    const found = longestAt(run, at, known);
    if (!found) {
      if (unknownFrom < 0) unknownFrom = at;
      at += 1;
      continue;
    }
    closeUnknown(at);
    if (found.claim) claims.push({ ...found.claim, start: offset + at, end: offset + at + found.claim.text.length });
    at += found.length;
  }
  closeUnknown(run.length);
  return claims;
}

/** The longest covering string; of equally long ones a fact before a plain word before the lexicon. */
function longestAt(run: string, at: number, known: KnownFacts): { length: number; claim?: Claim } | undefined {
  for (let length = Math.min(LONGEST, run.length - at); length > 0; length--) {
    const word = run.slice(at, at + length);
    const kind = kindOf(word);
    if (known.text.includes(word) && (length > 1 || kind)) {
      const fact = known.facts.find(({ value }) => value.toLowerCase().includes(word));
      const claim = claimAt(at, word, kind ?? 'other', 'verified');
      return { length, claim: fact ? { ...claim, fact: fact.name } : claim };
    }
    if (PLAIN_WORDS_ZH.has(word)) return { length };
    if (kind) return { length, claim: claimAt(at, word, kind, statusOf(word, kind, known)) };
  }
  return undefined;
}

function kindOf(word: string): ClaimKind | undefined {
  if (MATERIALS_ZH.has(word)) return 'material';
  if (COLOURS_ZH.has(word)) return 'colour';
  if (SIZES_ZH.has(word)) return 'size';
  return AUDIENCES_ZH[word] ? 'audience' : undefined;
}

function statusOf(word: string, kind: ClaimKind, known: KnownFacts): ClaimStatus {
  if (kind === 'audience') {
    if (known.audiences.has(AUDIENCES_ZH[word] ?? '')) return 'verified';
    return known.audiences.size ? 'contradicted' : 'unverified';
  }
  const other = kind === 'colour' ? known.colour : kind === 'material' ? known.material : undefined;
  return other ? 'contradicted' : 'unverified';
}

const claimAt = (start: number, text: string, kind: ClaimKind, status: ClaimStatus): Claim => ({
  start,
  end: start + text.length,
  text,
  kind,
  status,
});
