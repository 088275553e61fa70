import type { Language } from './contract.ts';

const segmenters = {
  en: new Intl.Segmenter('en', { granularity: 'sentence' }),
  zh: new Intl.Segmenter('zh', { granularity: 'sentence' }),
} as const satisfies Record<Language, Intl.Segmenter>;

/** What no sentence ends with, although a full stop stands there. */
const ABBREVIATION = /(?:\b(?:e\.g|i\.e|etc|approx|incl|excl|no|nr|st|mr|mrs|ms|dr|vs)\.|\b[A-Z]\.)\s*$/i;

/** The sentences of a paragraph, in order. */
export function splitSentences(text: string, language: Language): string[] {
  const sentences: string[] = [];
  let open = '';
  for (const { segment } of segmenters[language].segment(text.replace(/\s+/g, ' '))) {
    open += segment;
    if (ABBREVIATION.test(open)) continue;
    if (open.trim()) sentences.push(open.trim());
    open = '';
  }
  if (open.trim()) sentences.push(open.trim());
  return sentences;
}
