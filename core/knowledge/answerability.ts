import type { Language } from './contract.ts';
import type { Signs } from './find-evidence.ts';

/**
 * Logistic regression on the signs of the best sentence. Fitted by `bench/chat/fit_answerability.py` on the questions
 * in bench/data/chat/tuning, each asked with and without the documents that answer it; no other question took part.
 */
const FITTED: Readonly<Record<Language, Signs & { readonly bias: number }>> = {
  en: { coverage: 3.57, unheard: -3.26, concepts: 1.77, similarity: 4.55, fact: 0.8, bias: -4.79 },
  zh: { coverage: 4.2, unheard: -2.74, concepts: 1.88, similarity: 0, fact: 0.61, bias: -3.53 },
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
