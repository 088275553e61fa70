import type { BatchId, StartBatchRequest } from '../../core/content/batch-contract.ts';
import type { BatchRepository } from '../../core/content/batch-repository.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import { faultText } from '../../core/platform/fault.ts';
import type { GenerateContentInput } from '../../workflows/generate-content/contract.ts';
import type { Executions } from '../models/start-execution.ts';

export interface BatchOrder {
  readonly shop: ShopId;
  readonly batchId: BatchId;
  readonly request: StartBatchRequest;
  readonly now: Date;
}

/** Writes a batch down and hands it to the workflow; one that could not start says so. */
export async function startBatch(
  { shop, batchId, request, now }: BatchOrder,
  batches: Pick<BatchRepository, 'create' | 'fail'>,
  executions: Pick<Executions, 'start'>,
): Promise<{ batchId: BatchId; status: 'running' }> {
  const startedAt = now.toISOString();
  const counts = { total: 0, drafted: 0, refused: 0, failed: 0 };
  await batches.create({ shop, batchId, request, status: 'running', isCounted: false, ...counts, startedAt });
  const input: GenerateContentInput = { shop, batchId };
  try {
    await executions.start(`${shop}-${batchId}`, input);
  } catch (error) {
    const reason = faultText('not-started', {});
    await batches.fail(shop, batchId, { reason, endedAt: startedAt });
    throw error;
  }
  return { batchId, status: 'running' };
}
