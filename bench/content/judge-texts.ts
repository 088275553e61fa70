import { findClaims } from '../../core/content/claims/find-claims.ts';
import { knownFacts } from '../../core/content/claims/known-facts.ts';
import { stem } from '../../core/content/claims/stem.ts';
import type { Fact } from '../../core/content/contract.ts';
import { gatherFacts } from '../../core/content/gather-facts.ts';
import { distinct2, factCoverage, readingLevel } from '../../core/content/measure-text.ts';
import type { CatalogueRow } from '../../core/items/contract.ts';

/** A word in a smaller share of the texts that were learned from is no turn of phrase. */
const TURN_OF_PHRASE = 0.01;

export interface Written {
  readonly item: CatalogueRow;
  /** Empty where nothing was written. */
  readonly text: string;
}

/**
 * Texts against the truth: the facts and the shop's own description, which neither the writer nor its checker saw.
 * `invented_words` needs no lexicon of ours: words of a text that are in neither, nor a turn of phrase of the shop.
 */
export function judgeTexts(texts: readonly Written[], learnedFrom: readonly CatalogueRow[]) {
  const phrases = turnsOfPhrase(learnedFrom);
  const judged = texts.map(({ item, text }) => {
    const facts = gatherFacts(item);
    const truth: Fact[] = [...facts, { name: 'description', value: item.description }];
    const claims = text ? findClaims(text, knownFacts(truth), 'general') : [];
    return {
      coverage: text ? factCoverage(text, facts) : 0,
      isContradicted: claims.some(({ status }) => status === 'contradicted'),
      unsupported: claims.filter(({ status }) => status === 'unverified' || status === 'contradicted').length,
      banned: claims.filter(({ status }) => status === 'banned').length,
      invented: inventedWords(text, truth, phrases),
    };
  });
  const written = texts.filter(({ text }) => text);
  const mean = (numbers: readonly number[]) =>
    numbers.reduce((sum, number) => sum + number, 0) / Math.max(1, numbers.length);
  return {
    coverages: judged.map(({ coverage }) => coverage),
    figures: {
      fact_coverage: mean(judged.map(({ coverage }) => coverage)),
      contradictions: mean(judged.map(({ isContradicted }) => Number(isContradicted))),
      unsupported_claims: mean(judged.map(({ unsupported }) => unsupported)),
      invented_words: mean(judged.map(({ invented }) => invented)),
      distinct_2: distinct2(written.map(({ text }) => text)),
      banned_claims: judged.reduce((sum, { banned }) => sum + banned, 0),
      written: written.length,
      words: mean(written.map(({ text }) => lengthOf(text))),
      reading_level: mean(written.map(({ text }) => readingLevel(text).value)),
    },
  };
}

/** Words, and characters where none are written apart. */
const lengthOf = (text: string) => text.match(/[\u3400-\u9fff]|[^\s\u3400-\u9fff]+/gu)?.length ?? 0;

/** Words, and neighbouring characters of Chinese, whose words no space tells apart. */
const wordsOf = (text: string) => [
  ...(text.toLowerCase().match(/[a-z]{3,}/g) ?? []).map(stem),
  ...(text.match(/[\u3400-\u9fff]{2,}/g) ?? []).flatMap((run) =>
    Array.from({ length: run.length - 1 }, (_, at) => run.slice(at, at + 2)),
  ),
];

function turnsOfPhrase(learnedFrom: readonly CatalogueRow[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const { description } of learnedFrom) {
    for (const word of new Set(wordsOf(description))) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return new Set([...counts].filter(([, count]) => count >= TURN_OF_PHRASE * learnedFrom.length).map(([word]) => word));
}

function inventedWords(text: string, truth: readonly Fact[], phrases: ReadonlySet<string>): number {
  const known = new Set(wordsOf(truth.map(({ value }) => value).join(' ')));
  return wordsOf(text).filter((word) => !known.has(word) && !phrases.has(word)).length;
}
