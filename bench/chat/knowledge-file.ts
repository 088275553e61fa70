import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { type KnowledgeDocument, PutDocument } from '../../core/knowledge/contract.ts';
import { encodedText, packVector } from '../../core/knowledge/knowledge-index.ts';
import { readDocument } from '../../core/knowledge/read-document.ts';

export const BenchQuestion = z.object({
  id: z.string(),
  language: z.enum(['en', 'zh']),
  customerId: z.string().nullable().default(null),
  turns: z.array(z.string()).min(1),
  expect: z.enum(['answer', 'refuse', 'clarify', 'handoff', 'tool', 'safe']),
  citations: z.array(z.string()).default([]),
  mustInclude: z.array(z.string()).default([]),
  mustNotInclude: z.array(z.string()).default([]),
  category: z.string().default(''),
});
export type BenchQuestion = z.infer<typeof BenchQuestion>;

export type Encode = (texts: readonly string[]) => Promise<number[][]>;

export function readLines<Schema extends z.ZodType>(path: string, schema: Schema): z.output<Schema>[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim())
    .map((line) => schema.parse(JSON.parse(line)));
}

/** Documents as the shop's own would be stored. Fields beyond the contract are left out. */
export async function readKnowledge(path: string, encode: Encode): Promise<KnowledgeDocument[]> {
  const documents: KnowledgeDocument[] = [];
  for (const given of readLines(path, z.object(PutDocument.shape))) {
    const { sentences, dropped } = readDocument(given);
    const vectors = given.language === 'en' ? await encode(sentences.map((one) => encodedText(given.title, one))) : [];
    documents.push({
      ...given,
      version: 1,
      changedIn: 1,
      updatedAt: new Date(0).toISOString(),
      dropped,
      sentences: sentences.map((one, place) => {
        const vector = vectors[place];
        return vector ? { ...one, vector: packVector(vector) } : one;
      }),
    });
  }
  return documents;
}
