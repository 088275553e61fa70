import type { KnowledgeDocument, PutDocument } from './contract.ts';
import { sectionsOf } from './sections.ts';
import { speaksToMachines } from './speaks-to-machines.ts';
import { splitSentences } from './split-sentences.ts';

/** Sentences beyond this are a book, not a page; DynamoDB would not take them either. */
export const MOST_SENTENCES = 400;

export type ReadDocument = Pick<KnowledgeDocument, 'sentences' | 'dropped'>;

/** A document as sentences that can be found and quoted. */
export function readDocument({ text, format, language, title }: PutDocument): ReadDocument {
  const sentences: KnowledgeDocument['sentences'] = [];
  const dropped: string[] = [];
  let paragraph = 0;
  for (const section of sectionsOf(text, format)) {
    const headings = section.headings.filter((heading) => heading !== title && !speaksToMachines(heading));
    for (const part of section.paragraphs) {
      for (const sentence of splitSentences(part, language)) {
        if (speaksToMachines(sentence)) dropped.push(sentence);
        else sentences.push({ text: sentence, headings, paragraph });
      }
      paragraph++;
    }
  }
  return { sentences: sentences.slice(0, MOST_SENTENCES), dropped };
}
