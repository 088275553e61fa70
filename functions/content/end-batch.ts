import type { BatchRepository } from '../../core/content/batch-repository.ts';
import type { EndBatchInput } from '../../workflows/generate-content/contract.ts';

/** Says how a batch ended; what was drafted is kept either way. */
export async function endBatch(
  input: EndBatchInput,
  now: Date,
  batches: Pick<BatchRepository, 'patch' | 'fail'>,
): Promise<Pick<EndBatchInput, 'status'>> {
  const { shop, batchId, status } = input;
  const endedAt = now.toISOString();
  if (input.status === 'failed') await batches.fail(shop, batchId, { reason: input.reason, endedAt });
  else await batches.patch(shop, batchId, { status, endedAt });
  return { status };
}
