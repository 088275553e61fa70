import type * as z from 'zod';
import type { ShopId } from '../../core/platform/contract.ts';
import { CustomerLine, type SlateBatch } from '../../core/recommendations/batch-contract.ts';
import type { BatchFiles } from '../../core/recommendations/batch-files.ts';
import type { SlateBatchRepository } from '../../core/recommendations/batch-repository.ts';
import type { EndSlateBatchInput, EndSlateBatchOutput } from '../../workflows/recommend-batch/contract.ts';
import { fileName } from './write-slate-page.ts';

export const SEGMENT = 'segment';

/** Says how a batch ended; of a batch of customers the best of all pages become one file, best first. */
export async function endSlateBatch(
  { shop, batchId, status, parts, reason }: z.infer<typeof EndSlateBatchInput>,
  now: Date,
  batches: Pick<SlateBatchRepository, 'get' | 'end'>,
  files: Pick<BatchFiles, 'location' | 'read' | 'write'>,
): Promise<z.infer<typeof EndSlateBatchOutput>> {
  const endedAt = now.toISOString();
  if (status === 'failed') {
    await batches.end(shop, batchId, { status, endedAt, reason });
    return { status, files: 0 };
  }
  const batch = await batches.get(shop, batchId);
  const names = parts.flatMap(({ shard, pages }) => Array.from({ length: pages }, (_, page) => fileName(shard, page)));
  if (batch.request.kind === 'customers') await writeSegment(shop, batch, batch.request.size, names, files);
  const customers = parts.reduce((sum, part) => sum + part.customers, 0);
  const count = names.length + (batch.request.kind === 'customers' ? 1 : 0);
  await batches.end(shop, batchId, {
    status,
    endedAt,
    customers,
    location: files.location(shop, batchId),
    files: count,
  });
  return { status, files: count };
}

async function writeSegment(
  shop: ShopId,
  { batchId }: SlateBatch,
  size: number,
  names: readonly string[],
  files: Pick<BatchFiles, 'read' | 'write'>,
): Promise<void> {
  let best: CustomerLine[] = [];
  // One page after the other: memory holds the segment and a page, however big the shop is.
  for (const name of names) {
    const lines = (await files.read(shop, batchId, name)).map((line) => CustomerLine.parse(line));
    best = [...best, ...lines].sort(likeliest).slice(0, size);
  }
  await files.write(shop, batchId, SEGMENT, best);
}

const likeliest = (left: CustomerLine, right: CustomerLine) =>
  right.score - left.score || left.customer.localeCompare(right.customer);
