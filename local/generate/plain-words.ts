import { findClaims, isBad } from '../../core/content/claims/find-claims.ts';
import { knownFacts } from '../../core/content/claims/known-facts.ts';
import { PLAIN_WORDS_EN } from '../../core/content/lexicon/plain-words-en.ts';
import type { GeneratedFile } from './generator.ts';

const PATH = 'model-containers/generator/src/generator/plain_words.json';

/** English words that the check lets pass whatever the facts are, so that the writer need not be told of them by being refused. */
export function plainWords(): readonly GeneratedFile[] {
  const nothing = knownFacts([]);
  const words = [...PLAIN_WORDS_EN].filter((word) => !findClaims(word, nothing, 'general').some(isBad)).sort();
  return [{ path: PATH, text: `${JSON.stringify(words, null, 2)}\n` }];
}
