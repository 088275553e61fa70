import type * as z from 'zod';
import type { SlateBatch } from '../../core/recommendations/batch-contract.ts';
import type { BatchFiles } from '../../core/recommendations/batch-files.ts';
import type { SlateBatchRepository } from '../../core/recommendations/batch-repository.ts';
import type { EndSlateBatchInput, EndSlateBatchOutput } from '../../workflows/recommend-batch/contract.ts';
import { likeliestOf, readBest } from './best-of-part.ts';

export const SEGMENT = 'segment';

type Ended = z.infer<typeof EndSlateBatchInput>;

/** Says how a batch ended; the first reason of a failure stands. Of a batch of customers the best of all parts become one file, best first. */
export async function endSlateBatch(
  { shop, batchId, status, parts, reason }: Ended,
  now: Date,
  batches: Pick<SlateBatchRepository, 'get' | 'end'>,
  files: Pick<BatchFiles, 'location' | 'read' | 'write'>,
): Promise<z.infer<typeof EndSlateBatchOutput>> {
  const endedAt = now.toISOString();
  const batch = await batches.get(shop, batchId);
  if (status === 'failed') {
    if (batch.status !== 'failed') await batches.end(shop, batchId, { status, endedAt, reason });
    return { status, files: 0 };
  }
  const written =
    batch.request.kind === 'customers'
      ? { files: 1, found: await writeSegment(batch, batch.request.size, parts, files) }
      : { files: parts.reduce((sum, { pages }) => sum + pages, 0) };
  await batches.end(shop, batchId, {
    status,
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
  parts: Ended['parts'],
  files: Pick<BatchFiles, 'read' | 'write'>,
): Promise<number> {
  const best = await Promise.all(parts.map(({ shard, pages }) => readBest({ shop, batchId, shard, pages }, files)));
  const segment = likeliestOf(best.flat(), size);
  await files.write(shop, batchId, SEGMENT, segment);
  return segment.length;
}
