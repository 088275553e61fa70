import type * as z from 'zod';
import type { ModelRepository } from '../../core/models/model-repository.ts';
import { type Move, movePointer } from '../../core/models/move-pointer.ts';
import type { MovePointerInput, MovePointerOutput } from '../../workflows/train-model/contract.ts';

type Models = Pick<ModelRepository, 'pointer' | 'movePointer' | 'removePointer' | 'setVersionStatus'>;

/** Moves the champion pointer one step, by one conditional write, and keeps the versions' states in step with it. */
export async function moveChampion(
  { shop, model, to, challenger, share, replaces }: z.infer<typeof MovePointerInput>,
  now: Date,
  models: Models,
): Promise<z.infer<typeof MovePointerOutput>> {
  const { modelVersion, endpointName } = challenger;
  const move: Move = to === 'canary' ? { to, challenger, share, replaces } : { to, endpointName };
  const before = await models.pointer(shop, model);
  const { pointer, retired } = movePointer(before, move, now);
  const isMoved = pointer?.revision !== before?.revision;
  if (isMoved && pointer) await models.movePointer(shop, model, pointer);
  if (isMoved && before && !pointer) await models.removePointer(shop, model, before);
  const setStatus = (version: string, status: 'champion' | 'retired' | 'failed') =>
    models.setVersionStatus(shop, model, version, status);
  const [champion] = pointer?.variants ?? [];
  if (champion && (to === 'promote' || (to === 'back' && isMoved))) await setStatus(champion.modelVersion, 'champion');
  for (const old of retired) {
    if (old.modelVersion !== champion?.modelVersion)
      await setStatus(old.modelVersion, to === 'promote' ? 'retired' : 'failed');
  }
  // One that never came so far as its canary failed as well, unless its version serves from another endpoint.
  const serves = pointer?.variants.some((one) => one.modelVersion === modelVersion);
  if (to === 'back' && !retired.length && !serves) await setStatus(modelVersion, 'failed');
  return { pointer: pointer ?? null, retired: retired.map((one) => ({ endpointName: one.endpointName })) };
}
