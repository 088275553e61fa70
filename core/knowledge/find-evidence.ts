import { type Asked, askedFor, tells } from './asked-for.ts';
import type { Language } from './contract.ts';
import { cosine, type IndexedSentence, type KnowledgeIndex } from './knowledge-index.ts';
import { termsOf } from './words.ts';

export interface Question {
  readonly text: string;
  readonly language: Language;
  /** What was said before, where the question leans on it. */
  readonly context?: string;
  readonly vector?: Int8Array | undefined;
  /** Documents that the last answer came from. */
  readonly recent?: ReadonlySet<string>;
}

/** What speaks for a sentence as the answer; all between 0 and 1. */
export interface Signs {
  /** Share of the question's weight that the sentence and its place cover. */
  readonly coverage: number;
  /** Share of it in words that the shop's knowledge never uses. */
  readonly unheard: number;
  /** Share of its concepts, such as returning or paying, that the sentence and its place hold; 0.5 where it has none. */
  readonly concepts: number;
  readonly similarity: number;
  /** Whether it holds the kind of fact asked for: 1 yes, 0 no, 0.5 where none is asked for. */
  readonly fact: number;
}

export interface Evidence {
  readonly found: IndexedSentence;
  readonly signs: Signs;
  readonly score: number;
}

const WEIGHTS = { coverage: 1, similarity: 0.9, fact: 0.15, recent: 0.15 } as const;
/** How much a term counts that is said beside the sentence and not in it. */
const HIT = { own: 1, context: 0.8, around: 0.6 } as const;

/** The sentences that may answer, best first. */
export function findEvidence(index: KnowledgeIndex, question: Question, limit = 12): Evidence[] {
  const weights = weightsOf(index, question);
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  if (!total) return [];
  const unheard = [...weights].reduce((sum, [key, weight]) => sum + (index.knows(key) ? 0 : weight), 0) / total;
  const asked = askedFor(question.text);
  return inLanguage(index, question.language)
    .map((found): Evidence => {
      const signs = {
        coverage: coverageOf(found, weights) / total,
        unheard,
        concepts: conceptsOf(found, weights),
        similarity: question.vector && found.vector ? Math.max(0, cosine(question.vector, found.vector)) : 0,
        fact: factOf(found, asked),
      };
      return { found, signs, score: scoreOf(signs, question.recent?.has(found.document.id) ?? false) };
    })
    .sort((left, right) => right.score - left.score || compare(left.found, right.found))
    .slice(0, limit);
}

/** In the customer's language; in the other one only where the shop wrote nothing in theirs. */
function inLanguage({ sentences }: KnowledgeIndex, language: Language): readonly IndexedSentence[] {
  const same = sentences.filter(({ document }) => document.language === language);
  return same.length ? same : sentences;
}

function weightsOf(index: KnowledgeIndex, { text, context }: Question): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  const add = (source: string, share: number) => {
    for (const { key, isCovered } of termsOf(source)) {
      const weight = share * index.idf(key) * kindWeight(key, index.knows(key)) * (isCovered ? 0.2 : 1);
      weights.set(key, Math.max(weights.get(key) ?? 0, weight));
    }
  };
  add(text, 1);
  if (context !== undefined) add(context, 0.5);
  return weights;
}

/** Numbers and pairs of characters are many to a meaning. */
function kindWeight(key: string, isKnown: boolean): number {
  if (key === 'c:goods') return 0.25;
  if (key.startsWith('c:')) return 1.1;
  if (key.startsWith('b:')) return isKnown ? 0.4 : 0.1;
  if (key.startsWith('z:')) return 0.7;
  return /^w:\d/.test(key) ? 0.5 : 1;
}

function coverageOf({ own, context, around }: IndexedSentence, weights: ReadonlyMap<string, number>): number {
  let covered = 0;
  for (const [key, weight] of weights) {
    if (own.has(key)) covered += weight * HIT.own;
    else if (context.has(key)) covered += weight * HIT.context;
    else if (around.has(key)) covered += weight * HIT.around;
  }
  return covered;
}

function conceptsOf({ own, context, around }: IndexedSentence, weights: ReadonlyMap<string, number>): number {
  const asked = [...weights.keys()].filter((key) => key.startsWith('c:') && key !== 'c:goods');
  if (!asked.length) return 0.5;
  return asked.filter((key) => own.has(key) || context.has(key) || around.has(key)).length / asked.length;
}

function factOf({ sentence, document }: IndexedSentence, asked: readonly Asked[]): number {
  if (!asked.length) return 0.5;
  if (asked.some((kind) => tells(sentence.text, kind))) return 1;
  const beside = document.sentences.filter(({ paragraph }) => paragraph === sentence.paragraph);
  return asked.some((kind) => beside.some(({ text }) => tells(text, kind))) ? 0.6 : 0;
}

const scoreOf = ({ coverage, similarity, fact }: Signs, isRecent: boolean) =>
  WEIGHTS.coverage * coverage + WEIGHTS.similarity * similarity + WEIGHTS.fact * fact + (isRecent ? WEIGHTS.recent : 0);

const compare = (left: IndexedSentence, right: IndexedSentence) =>
  left.document.id.localeCompare(right.document.id) || left.place - right.place;
