import type * as z from 'zod';
import type { SlateBatch } from '../../core/recommendations/batch-contract.ts';
import type { BatchFiles } from '../../core/recommendations/batch-files.ts';
import type { SlateBatchRepository } from '../../core/recommendations/batch-repository.ts';
import type { EndSlateBatchInput, EndSlateBatchOutput } from '../../workflows/recommend-batch/contract.ts';
import { likeliestOf, readBest } from './best-of-part.ts';

export const SEGMENT = 'segment';

type Part = Extract<EndSlateBatchInput, { status: 'done' }>['parts'][number];

/** Says how a batch ended; the first reason of a failure stands. Of a batch of customers the best of all parts become one file, best first. */
export async function endSlateBatch(
  input: EndSlateBatchInput,
  now: Date,
  batches: Pick<SlateBatchRepository, 'get' | 'finish' | 'fail'>,
  files: Pick<BatchFiles, 'location' | 'read' | 'write'>,
): Promise<z.infer<typeof EndSlateBatchOutput>> {
  const { shop, batchId, status } = input;
  const endedAt = now.toISOString();
  if (input.status === 'failed') {
    await batches.fail(shop, batchId, { reason: input.reason, endedAt });
    return { status, files: 0 };
  }
  const { parts } = input;
  const batch = await batches.get(shop, batchId);
  const written =
    batch.request.kind === 'customers'
      ? { files: 1, found: await writeSegment(batch, batch.request.size, parts, files) }
      : { files: parts.reduce((sum, { pages }) => sum + pages, 0) };
  await batches.finish(shop, batchId, {
    endedAt,
    customers: parts.reduce((sum, part) => sum + part.customers, 0),
    location: files.location(shop, batchId),
    ...written,
  });
  return { status, files: written.files };
}

/** Answers how many customers are in it. */
async function writeSegment(
  { shop, batchId }: SlateBatch,
  size: number,
  parts: readonly Part[],
  files: Pick<BatchFiles, 'read' | 'write'>,
): Promise<number> {
  const best = await Promise.all(parts.map(({ shard, pages }) => readBest({ shop, batchId, shard, pages }, files)));
  const segment = likeliestOf(best.flat(), size);
  await files.write(shop, batchId, SEGMENT, segment);
  return segment.length;
}
