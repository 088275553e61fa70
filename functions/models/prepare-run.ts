import { createHash } from 'node:crypto';
import type * as z from 'zod';
import type { ModelRepository } from '../../core/models/model-repository.ts';
import type { ModelName } from '../../core/models/names.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import { NotFoundError } from '../../core/platform/errors.ts';
import { fault } from '../../core/platform/fault.ts';
import type { PrepareRunOutput, TrainModelInput } from '../../workflows/train-model/contract.ts';

/** SageMaker takes no longer one. */
const LONGEST_NAME = 63;

/** `<shop>-<model>-<run>`, by whose middle roles are given; a long shop's id is cut short and ends in its digest. */
export function endpointNameOf(shop: ShopId, model: ModelName, runId: string): string {
  const end = `-${model}-${runId}`;
  if (shop.length + end.length <= LONGEST_NAME) return `${shop}${end}`;
  const digest = createHash('sha256').update(shop).digest('hex').slice(0, 8);
  return `${shop.slice(0, LONGEST_NAME - end.length - digest.length)}${digest}${end}`;
}

/** Where a run's files lie, who is champion, and, for a way back, the version to deploy again. */
export async function prepareRun(
  input: TrainModelInput,
  models: Pick<ModelRepository, 'pointer' | 'version'>,
): Promise<z.infer<typeof PrepareRunOutput>> {
  const { shop, model, runId, redeploy } = input;
  const pointer = await models.pointer(shop, model);
  const serving = pointer?.variants[0];
  const [champion, wanted] = await Promise.all([
    serving ? models.version(shop, model, serving.modelVersion) : undefined,
    redeploy ? models.version(shop, model, redeploy.version) : undefined,
  ]);
  // Without the champion's model nobody can be compared with it, and a baseline is easier to beat.
  if (serving && !champion)
    throw new NotFoundError(fault('champion-unknown', { version: serving.modelVersion, model }));
  if (redeploy && !wanted) throw new NotFoundError(fault('no-version', { version: redeploy.version, model }));
  return {
    prefix: `runs/${shop}/${runId}`,
    endpointName: endpointNameOf(shop, model, runId),
    champion: champion
      ? {
          version: champion.version,
          image: champion.image,
          modelDataUrl: champion.modelDataUrl,
          scorer: champion.scorer,
        }
      : null,
    redeploy: wanted ?? null,
  };
}
