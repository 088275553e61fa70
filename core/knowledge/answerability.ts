import type { Language } from './contract.ts';
import type { Signs } from './find-evidence.ts';

/**
 * Logistic regression on the signs of the best sentence. Fitted by `bench/chat/fit_answerability.py` on the questions
 * of the two shops in bench/data/chat/tuning, each asked with and without the documents that answer it; no other question took part.
 */
const FITTED: Readonly<Record<Language, Signs & { readonly bias: number }>> = {
  en: { coverage: 3.88, unheard: -3.89, concepts: 1.67, similarity: 7.39, fact: 1.05, bias: -5.83 },
  zh: { coverage: 5.17, unheard: -2.31, concepts: 2.0, similarity: 0, fact: 0.94, bias: -4.4 },
};

/** What similarity usually is where the encoder was late or gone, so that its silence decides nothing. */
const USUAL_SIMILARITY = 0.45;

/** Probability that the sentence answers the question. */
export function answerability(language: Language, signs: Signs): number {
  const weights = FITTED[language];
  const similarity = signs.similarity || USUAL_SIMILARITY;
  const sum =
    weights.bias +
    weights.coverage * signs.coverage +
    weights.unheard * signs.unheard +
    weights.concepts * signs.concepts +
    weights.similarity * similarity +
    weights.fact * signs.fact;
  return 1 / (1 + Math.exp(-sum));
}
