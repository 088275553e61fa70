import { packVector, unpackVector } from '../../core/knowledge/knowledge-index.ts';
import type { EncodeTexts } from '../../core/knowledge/sentence-encoder.ts';
import type { InvocationRecord } from '../../core/platform/invocation-record.ts';

/** Vectors as knowledge has them, or undefined where they are late: words alone then find the answer. */
export function createQuestionEncoder(encode: EncodeTexts, deadlineMs: number) {
  return async (texts: readonly string[], record: InvocationRecord): Promise<Int8Array[] | undefined> => {
    const began = performance.now();
    try {
      const vectors = await encode(texts, deadlineMs);
      record.took('EncoderAnswered', performance.now() - began);
      return vectors.map((vector) => unpackVector(packVector(vector)));
    } catch (error) {
      // By design no failure of the encoder is a failure of the answer; the metric is watched.
      record.count('EncoderLeftOut');
      record.fact('encoder', error instanceof Error ? error.name : 'UnknownError');
      return undefined;
    }
  };
}
