import type * as z from 'zod';
import type { SlateBatch } from '../../core/recommendations/batch-contract.ts';
import type { BatchFiles } from '../../core/recommendations/batch-files.ts';
import type { SlateBatchRepository } from '../../core/recommendations/batch-repository.ts';
import type { EndSlateBatchInput, EndSlateBatchOutput } from '../../workflows/recommend-batch/contract.ts';
import { likeliestOf, readBest } from './best-of-part.ts';

/** By items that the champion learned of, and by others: a score compares with those of its own file. */
const [SEGMENT, SEGMENT_UNMET] = ['segment', 'segment-unmet'];

type Part = Extract<EndSlateBatchInput, { status: 'done' }>['parts'][number];

/** Says how a batch ended; the first reason of a failure stands. Of a batch of customers the best of all parts become one file for each kind of items, best first. */
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
      ? await writeSegments(batch, batch.request.size, parts, files)
      : { files: parts.reduce((sum, { pages }) => sum + pages, 0) };
  await batches.finish(shop, batchId, {
    endedAt,
    customers: parts.reduce((sum, part) => sum + part.customers, 0),
    location: files.location(shop, batchId),
    ...written,
  });
  return { status, files: written.files };
}

/** Answers how many customers are in each. */
async function writeSegments(
  { shop, batchId }: SlateBatch,
  size: number,
  parts: readonly Part[],
  files: Pick<BatchFiles, 'read' | 'write'>,
) {
  const best = await Promise.all(parts.map(({ shard, pages }) => readBest({ shop, batchId, shard, pages }, files)));
  const { met, unmet } = likeliestOf(best.flat(), size);
  // Where nobody met any of the items they are all on one scale.
  const isOneKind = !met.length || !unmet.length;
  await files.write(shop, batchId, SEGMENT, isOneKind ? [...met, ...unmet] : met);
  if (isOneKind) return { files: 1, found: met.length + unmet.length };
  await files.write(shop, batchId, SEGMENT_UNMET, unmet);
  return { files: 2, found: met.length, foundUnmet: unmet.length };
}
