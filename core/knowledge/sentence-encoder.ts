import * as z from 'zod';
import { callEndpoint, type EndpointClient } from '../platform/call-endpoint.ts';
import { chunksOf } from '../platform/chunks-of.ts';

const Vectors = z.object({ vectors: z.array(z.array(z.number())) });
const TEXTS_PER_CALL = 64;

/** Texts in, vectors of length 1 out; throws where the endpoint is gone, broken or later than `deadlineMs`. */
export type EncodeTexts = (texts: readonly string[], deadlineMs: number) => Promise<number[][]>;

export function createSentenceEncoder(client: EndpointClient, endpointName: string): EncodeTexts {
  async function encodeSome(texts: readonly string[], deadlineMs: number): Promise<number[][]> {
    const answer = await callEndpoint(client, endpointName, JSON.stringify({ texts }), deadlineMs);
    const { vectors } = Vectors.parse(JSON.parse(answer));
    if (vectors.length !== texts.length)
      throw new Error(`${texts.length} texts came back as ${vectors.length} vectors`);
    return vectors;
  }

  return async (texts, deadlineMs) => {
    const vectors: number[][] = [];
    for (const chunk of chunksOf(texts, TEXTS_PER_CALL)) vectors.push(...(await encodeSome(chunk, deadlineMs)));
    return vectors;
  };
}
