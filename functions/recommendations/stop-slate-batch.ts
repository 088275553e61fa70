import type { ShopId } from '../../core/platform/contract.ts';
import { ConflictError } from '../../core/platform/errors.ts';
import { faultText } from '../../core/platform/fault.ts';
import { refusal } from '../../core/platform/refusal.ts';
import type { SlateBatch, SlateBatchId } from '../../core/recommendations/batch-contract.ts';
import type { SlateBatchRepository } from '../../core/recommendations/batch-repository.ts';
import type { Executions } from '../models/start-execution.ts';
import { executionOf } from './start-slate-batch.ts';

export interface StopSlateBatchCall {
  readonly batchId: SlateBatchId;
  readonly now: Date;
}

export interface SlateBatchStopper {
  readonly batches: Pick<SlateBatchRepository, 'get' | 'fail'>;
  readonly executions: Pick<Executions, 'stop'>;
}

const STOPPED = faultText('aborted', {});
/** Longer than starting takes: whatever has no execution by then will get none. */
const BEGINS_WITHIN_MS = 60_000;

/**
 * Stops a batch and writes it down, as EventBridge will have it done a moment later too: the first end that is told stands.
 * One that was stopped before is no error, so a repeat after a timeout changes nothing.
 */
export async function stopSlateBatch(
  shop: ShopId,
  { batchId, now }: StopSlateBatchCall,
  { batches, executions }: SlateBatchStopper,
): Promise<SlateBatch> {
  const before = await batches.get(shop, batchId);
  if (before.status === 'running') {
    const wasRunning = await executions.stop(executionOf(shop, batchId));
    if (!wasRunning && now.getTime() - Date.parse(before.startedAt) < BEGINS_WITHIN_MS)
      throw new ConflictError(refusal('batch-turning', { batchId }), { retryAfterSeconds: 2 });
    await batches.fail(shop, batchId, { reason: STOPPED, endedAt: now.toISOString() });
  }
  const batch = await batches.get(shop, batchId);
  if (batch.reason !== STOPPED) throw new ConflictError(refusal('batch-ended', { batchId }));
  return batch;
}
