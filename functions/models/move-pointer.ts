import type * as z from 'zod';
import type { ModelRepository } from '../../core/models/model-repository.ts';
import { type Move, movePointer } from '../../core/models/move-pointer.ts';
import type { MovePointerInput, MovePointerOutput } from '../../workflows/train-model/contract.ts';

/** Moves the champion pointer one step, by one conditional write, and keeps the versions' states in step with it. */
export async function moveChampion(
  { shop, model, to, challenger, share }: z.infer<typeof MovePointerInput>,
  now: Date,
  models: Pick<ModelRepository, 'pointer' | 'movePointer' | 'setVersionStatus'>,
): Promise<z.infer<typeof MovePointerOutput>> {
  const { modelVersion } = challenger;
  const move: Move = to === 'canary' ? { to, challenger, share } : { to, modelVersion };
  const before = await models.pointer(shop, model);
  const { pointer, retired } = movePointer(before, move, now);
  if (pointer && pointer.revision !== before?.revision) await models.movePointer(shop, model, pointer);
  if (to === 'promote') {
    await models.setVersionStatus(shop, model, modelVersion, 'champion');
    for (const old of retired) await models.setVersionStatus(shop, model, old.modelVersion, 'retired');
  }
  if (to === 'back') await models.setVersionStatus(shop, model, modelVersion, 'failed');
  return { pointer: pointer ?? null, retired: retired.map(({ endpointName }) => ({ endpointName })) };
}
