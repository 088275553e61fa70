import type { KnowledgeDocument, Sentence } from './contract.ts';
import { keysOf } from './words.ts';

export interface IndexedSentence {
  readonly document: KnowledgeDocument;
  readonly place: number;
  readonly sentence: Sentence;
  readonly own: ReadonlySet<string>;
  /** Of the title and the headings above. */
  readonly context: ReadonlySet<string>;
  /** Of the paragraph around. */
  readonly around: ReadonlySet<string>;
  readonly vector: Int8Array | undefined;
}

/** A shop's knowledge at one version, ready to be asked. */
export interface KnowledgeIndex {
  readonly version: number;
  readonly documents: ReadonlyMap<string, KnowledgeDocument>;
  readonly sentences: readonly IndexedSentence[];
  /** How telling a term is: high for a rare one, highest for one that no sentence has. */
  readonly idf: (key: string) => number;
  readonly knows: (key: string) => boolean;
}

export function buildIndex(version: number, documents: readonly KnowledgeDocument[]): KnowledgeIndex {
  const sentences = documents.flatMap(indexDocument);
  const counts = new Map<string, number>();
  for (const { own, context } of sentences) {
    for (const key of new Set([...own, ...context])) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const total = Math.max(1, sentences.length);
  return {
    version,
    documents: new Map(documents.map((document) => [document.id, document])),
    sentences,
    idf: (key) => {
      const count = counts.get(key) ?? 0;
      return Math.log(1 + (total - count + 0.5) / (count + 0.5));
    },
    knows: (key) => counts.has(key),
  };
}

function indexDocument(document: KnowledgeDocument): IndexedSentence[] {
  const own = document.sentences.map(({ text }) => keysOf(text));
  const paragraphs = new Map<number, Set<string>>();
  for (const [place, { paragraph }] of document.sentences.entries()) {
    const around = paragraphs.get(paragraph) ?? new Set();
    for (const key of own[place] ?? []) around.add(key);
    paragraphs.set(paragraph, around);
  }
  return document.sentences.map((sentence, place) => ({
    document,
    place,
    sentence,
    own: own[place] ?? new Set(),
    context: keysOf([document.title, ...sentence.headings].join('. ')),
    around: paragraphs.get(sentence.paragraph) ?? new Set(),
    vector: sentence.vector === undefined ? undefined : unpackVector(sentence.vector),
  }));
}

/** What the encoder reads of a sentence: it rarely says by itself what it is about. */
export const encodedText = (title: string, { headings, text }: Pick<Sentence, 'headings' | 'text'>) =>
  `${[title, ...headings].join('. ')}. ${text}`;

/** Numbers of −1 … 1 as base64, a byte each. */
export const packVector = (numbers: readonly number[]): string =>
  Buffer.from(Int8Array.from(numbers, (number) => Math.round(Math.max(-1, Math.min(1, number)) * 127)).buffer).toString(
    'base64',
  );

export function unpackVector(packed: string): Int8Array {
  const bytes = Buffer.from(packed, 'base64');
  return new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

export function cosine(left: Int8Array, right: Int8Array): number {
  let dot = 0;
  let leftSquares = 0;
  let rightSquares = 0;
  for (let at = 0; at < left.length; at++) {
    const one = left[at] ?? 0;
    const other = right[at] ?? 0;
    dot += one * other;
    leftSquares += one * one;
    rightSquares += other * other;
  }
  return leftSquares && rightSquares ? dot / Math.sqrt(leftSquares * rightSquares) : 0;
}
