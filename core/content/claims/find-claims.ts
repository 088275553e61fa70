import type { Claim, Vertical } from '../contract.ts';
import { bannedClaims } from '../lexicon/banned-claims.ts';
import { languageOf } from '../text-language.ts';
import { findClaimsEn } from './find-claims-en.ts';
import { findClaimsZh } from './find-claims-zh.ts';
import { findNumbers, isSameNumber, type NumberClaim } from './find-numbers.ts';
import type { KnownFacts } from './known-facts.ts';

/** All that a sentence claims, in its order; where two overlap the stricter reading holds. */
export function findClaims(sentence: string, known: KnownFacts, vertical: Vertical): Claim[] {
  const banned = bannedClaims(vertical).flatMap((pattern) => [...sentence.matchAll(pattern)].map(bannedAt));
  const numbers = findNumbers(sentence).map((number) => numberClaim(number, known));
  const words = languageOf(sentence) === 'zh' ? findClaimsZh(sentence, known) : findClaimsEn(sentence, known);
  const kept: Claim[] = [];
  for (const claim of [...banned, ...numbers, ...words]) {
    if (!kept.some(({ start, end }) => claim.start < end && claim.end > start)) kept.push(claim);
  }
  return kept.sort((one, other) => one.start - other.start);
}

export const isBad = ({ status }: Claim) => status !== 'verified';

const bannedAt = (match: RegExpExecArray): Claim => ({
  start: match.index,
  end: match.index + match[0].length,
  text: match[0],
  kind: 'banned',
  status: 'banned',
});

/** A number holds only where the facts have it of the same thing; of the same thing with another value they say no. */
function numberClaim(number: NumberClaim, known: KnownFacts): Claim {
  const { start, end, text } = number;
  const same = known.numbers.find((fact) => isSameNumber(number, fact));
  if (same) return { start, end, text, kind: 'number', status: 'verified', fact: same.fact.name };
  const other = known.numbers.find(({ unit }) => unit && unit === number.unit);
  const claim = { start, end, text, kind: 'number' as const };
  return other ? { ...claim, status: 'contradicted', fact: other.fact.name } : { ...claim, status: 'unverified' };
}
