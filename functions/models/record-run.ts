import type { ModelRepository } from '../../core/models/model-repository.ts';
import type { RecordRunInput } from '../../workflows/train-model/contract.ts';

/** How a run ended, and when. */
export async function recordRun(
  input: RecordRunInput,
  now: Date,
  models: Pick<ModelRepository, 'updateRun' | 'failRun'>,
): Promise<Pick<RecordRunInput, 'status'>> {
  const { shop, model, runId, status, reason } = input;
  const endedAt = now.toISOString();
  if (input.status === 'failed') await models.failRun(shop, model, runId, { reason: input.reason, endedAt });
  else await models.updateRun(shop, model, runId, { status, reason, endedAt });
  return { status };
}
