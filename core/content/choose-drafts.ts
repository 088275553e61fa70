import type { CheckedText, Length } from './contract.ts';

/** Sentences that a wish asks for. */
const WANTED: Readonly<Record<Length, number>> = { short: 1, medium: 2, long: 3 };

/** How much less a text is worth for each share of its sentences that had to go. */
const DROPPED_COST = 0.3;

/**
 * The best of several checked texts: those that tell most facts in about as many sentences as were wished for, and lost
 * little. A text that claims no fact at all is none. The second is the best that differs from the first, and so on.
 */
export function chooseDrafts(texts: readonly CheckedText[], length: Length, count: number): CheckedText[] {
  const worthy = texts
    .filter(({ claims }) => claims.length > 0)
    .map((checked) => ({ checked, worth: worthOf(checked, length) }))
    .sort((one, other) => other.worth - one.worth);
  const chosen: CheckedText[] = [];
  for (const { checked } of worthy) {
    if (chosen.length < count && !chosen.some(({ text }) => text === checked.text)) chosen.push(checked);
  }
  return chosen;
}

function worthOf({ sentences, factCoverage }: CheckedText, length: Length): number {
  const kept = sentences.filter(({ text }) => text).length;
  const fullness = Math.min(kept, WANTED[length]) / WANTED[length];
  return factCoverage + fullness - DROPPED_COST * (1 - kept / Math.max(1, sentences.length));
}
