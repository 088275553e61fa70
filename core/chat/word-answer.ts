import type { Language, Sentence } from '../knowledge/contract.ts';
import type { Evidence } from '../knowledge/find-evidence.ts';

/** Characters up to which a paragraph is quoted whole. A Chinese character says about as much as three letters. */
const WHOLE: Readonly<Record<Language, number>> = { en: 330, zh: 120 };
/** A sentence is worth quoting that comes this near to the best one. */
const NEAR = 0.8;
const MOST_SENTENCES = 4;

export interface Quoted {
  readonly documentId: string;
  readonly quote: string;
}

/**
 * The answer in the shop's own words: the paragraph of the best sentence where it is short, else the best sentences
 * of it in their order. Nothing is rephrased, so nothing can be made up.
 */
export function quoteAnswer(evidence: readonly Evidence[]): Quoted[] {
  const [best] = evidence;
  if (!best) return [];
  const { document, sentence } = best.found;
  const paragraph = document.sentences.filter((one) => one.paragraph === sentence.paragraph);
  const quotes = [{ documentId: document.id, quote: joined(chosenOf(paragraph, evidence, best), document.language) }];
  const second = evidence.find(({ found, score }) => found.document.id !== document.id && score >= 0.95 * best.score);
  if (second && second.signs.coverage >= best.signs.coverage) {
    quotes.push({ documentId: second.found.document.id, quote: second.found.sentence.text });
  }
  return quotes;
}

function chosenOf(paragraph: readonly Sentence[], evidence: readonly Evidence[], best: Evidence): readonly Sentence[] {
  const length = paragraph.reduce((sum, { text }) => sum + text.length, 0);
  if (length <= WHOLE[best.found.document.language]) return paragraph;
  const { document, place } = best.found;
  const near = new Set(
    evidence
      .filter(({ found, score }) => found.document.id === document.id && score >= NEAR * best.score)
      .map(({ found }) => found.sentence),
  );
  // The sentence after a quoted one often holds its "but"; a question is answered by the one after it.
  const next = document.sentences[place + 1];
  const chosen = paragraph.filter((one) => near.has(one) || one === best.found.sentence || one === next);
  return chosen.length <= MOST_SENTENCES ? chosen : [best.found.sentence, ...(next ? [next] : [])];
}

function joined(sentences: readonly Sentence[], language: Language): string {
  return sentences.map(({ text }) => text).join(language === 'zh' ? '' : ' ');
}
