import { PutDocument, type PutKnowledgeRequest, type PutKnowledgeResponse } from '../../core/knowledge/contract.ts';
import { encodedText, packVector } from '../../core/knowledge/knowledge-index.ts';
import type { KnowledgeRepository, UnversionedDocument } from '../../core/knowledge/knowledge-repository.ts';
import { readDocument } from '../../core/knowledge/read-document.ts';
import type { EncodeTexts } from '../../core/knowledge/sentence-encoder.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import { UnavailableError } from '../../core/platform/errors.ts';
import { parseRows } from '../../core/platform/parse-rows.ts';
import { refusal } from '../../core/platform/refusal.ts';

/** Long enough for an endpoint that wakes up. */
const PATIENCE_MS = 20_000;

/** Reads documents into sentences, has the English ones encoded, and makes them the shop's new knowledge. */
export async function putKnowledge(
  shop: ShopId,
  { documents }: PutKnowledgeRequest,
  knowledge: Pick<KnowledgeRepository, 'putAll'>,
  encode: EncodeTexts,
  now: Date,
): Promise<PutKnowledgeResponse> {
  const { rows, rejected } = parseRows(PutDocument, documents, '#/documents');
  // Of two documents with one id in one request the last holds.
  const latest = [...new Map(rows.map((row) => [row.id, row])).values()];
  const read: UnversionedDocument[] = [];
  for (const row of latest) read.push(await readAndEncode(row, encode, now));
  const version = await knowledge.putAll(shop, read);
  return { accepted: rows.length, rejected: [...rejected], version };
}

async function readAndEncode(row: PutDocument, encode: EncodeTexts, now: Date): Promise<UnversionedDocument> {
  const { id, language, kind, title, url } = row;
  const { sentences, dropped } = readDocument(row);
  const vectors = language === 'en' && sentences.length ? await vectorsOf(row.title, sentences, encode) : [];
  return {
    id,
    language,
    kind,
    title,
    ...(url === undefined ? {} : { url }),
    updatedAt: now.toISOString(),
    dropped,
    sentences: sentences.map((sentence, place) => {
      const vector = vectors[place];
      return vector ? { ...sentence, vector: packVector(vector) } : sentence;
    }),
  };
}

async function vectorsOf(title: string, sentences: UnversionedDocument['sentences'], encode: EncodeTexts) {
  const texts = sentences.map((sentence) => encodedText(title, sentence));
  try {
    return await encode(texts, PATIENCE_MS);
  } catch (cause) {
    throw new UnavailableError(refusal('encoder-asleep', {}), {
      cause,
      retryAfterSeconds: 10,
    });
  }
}
