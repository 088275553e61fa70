import { findClaims, isBad } from './claims/find-claims.ts';
import { type KnownFacts, knownFacts } from './claims/known-facts.ts';
import { rewritesOf } from './claims/rewrite-sentence.ts';
import type { CheckedSentence, CheckedText, ContentKind, Fact, Vertical } from './contract.ts';
import { factCoverage, readingLevel } from './measure-text.ts';
import { languageOf, sentencesOf } from './text-language.ts';

/** Most characters of each kind; e-mail programs and telephones cut off more. */
export const LONGEST: Readonly<Record<ContentKind, number>> = {
  subject: 60,
  push: 110,
  ad: 160,
  body: 1_200,
  description: 1_200,
};

export interface CheckOptions {
  readonly kind: ContentKind;
  readonly vertical: Vertical;
}

/**
 * Holds a text against the facts, sentence by sentence: one whose every claim is verified stays, one that can be said
 * without its other claims is rewritten, any other is dropped. What comes out therefore claims nothing but facts.
 */
export function checkText(text: string, facts: readonly Fact[], { kind, vertical }: CheckOptions): CheckedText {
  const known = knownFacts(facts);
  const sentences = sentencesOf(text).map((sentence) => checkSentence(sentence, known, vertical));
  const fitting = withinLength(sentences, kind);
  const left = joined(fitting);
  return {
    text: left,
    sentences: fitting,
    claims: findClaims(left, known, vertical),
    factCoverage: factCoverage(left, facts),
    readingLevel: readingLevel(left),
  };
}

/** Claims that keep a text from leaving. Empty for whatever `checkText` let through. */
export const openClaims = (text: string, facts: readonly Fact[], vertical: Vertical) =>
  findClaims(text, knownFacts(facts), vertical).filter(isBad);

function checkSentence(original: string, known: KnownFacts, vertical: Vertical): CheckedSentence {
  const claims = findClaims(original, known, vertical);
  if (!claims.some(isBad)) return { original, text: original, outcome: 'kept', claims };
  const rewritten = rewritesOf(original, claims).find((way) => {
    const left = findClaims(way, known, vertical);
    return left.length > 0 && !left.some(isBad);
  });
  return rewritten
    ? { original, text: rewritten, outcome: 'rewritten', claims }
    : { original, text: '', outcome: 'dropped', claims };
}

/** Whole sentences as long as they fit; a subject line ends without a full stop. */
function withinLength(sentences: readonly CheckedSentence[], kind: ContentKind): CheckedSentence[] {
  let length = 0;
  return sentences.map((sentence) => {
    if (!sentence.text) return sentence;
    const text = kind === 'subject' ? sentence.text.replace(/[.。]$/, '') : sentence.text;
    if (length + text.length > LONGEST[kind] || (kind === 'subject' && length))
      return { ...sentence, text: '', outcome: 'dropped' };
    length += text.length + 1;
    return { ...sentence, text };
  });
}

function joined(sentences: readonly CheckedSentence[]): string {
  const kept = sentences.map(({ text }) => text).filter(Boolean);
  return kept.join(languageOf(kept.join('')) === 'zh' ? '' : ' ');
}
