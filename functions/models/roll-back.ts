import type { RollBackRequest, RunId } from '../../core/models/contract.ts';
import type { ModelRepository } from '../../core/models/model-repository.ts';
import type { ModelName } from '../../core/models/names.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import { ConflictError, NotFoundError } from '../../core/platform/errors.ts';
import { fault } from '../../core/platform/fault.ts';
import { refusal } from '../../core/platform/refusal.ts';
import { begin, runIdOf, type TrainingStarter } from './start-training.ts';

export interface RollBackOrder {
  readonly shop: ShopId;
  readonly model: ModelName;
  readonly request: RollBackRequest;
  readonly orderId: string;
  readonly now: Date;
}

/** Deploys an earlier version again, the same careful way as a new one: smoke test, canary, bake, promote. */
export async function rollBack(
  { shop, model, request, orderId, now }: RollBackOrder,
  starter: TrainingStarter,
  models: Pick<ModelRepository, 'pointer' | 'version'>,
): Promise<{ runId: RunId; status: 'running' }> {
  const pointer = await models.pointer(shop, model);
  const wanted = request.version ?? pointer?.previous;
  if (!wanted) throw new ConflictError(refusal('nothing-to-return-to', {}));
  if (pointer?.variants.some(({ modelVersion }) => modelVersion === wanted))
    throw new ConflictError(refusal('serving-already', { version: wanted }));
  if (!(await models.version(shop, model, wanted)))
    throw new NotFoundError(fault('no-version', { version: wanted, model }));
  const runId = runIdOf(now, `${shop} ${model} rollback ${orderId}`);
  const input = {
    shop,
    model,
    runId,
    until: now.toISOString(),
    trigger: 'rollback' as const,
    redeploy: { version: wanted },
  };
  await begin(input, now, starter);
  return { runId, status: 'running' };
}
