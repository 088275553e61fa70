import * as z from 'zod';
import type { Artifacts } from '../../core/models/artifacts.ts';
import { Epoch, type RunDetail, type RunId, type RunStep } from '../../core/models/contract.ts';
import type { ModelRepository } from '../../core/models/model-repository.ts';
import type { ModelName } from '../../core/models/names.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import { NotFoundError } from '../../core/platform/errors.ts';

const Metrics = z.looseObject({ epochs: z.array(Epoch).optional() });

/** One run with its states as they went and the losses of each candidate that reports them. */
export async function viewRun(
  { shop, model, runId }: { readonly shop: ShopId; readonly model: ModelName; readonly runId: RunId },
  models: Pick<ModelRepository, 'run'>,
  artifacts: Pick<Artifacts, 'json'>,
  stepsOf: (executionArn: string) => Promise<RunStep[]>,
): Promise<RunDetail> {
  const run = await models.run(shop, model, runId);
  if (!run) throw new NotFoundError(`There is no run ${runId} of ${model}`);
  const steps = await stepsOf(run.executionArn);
  const scored = [
    ...new Set(steps.flatMap(({ name, candidate }) => (name === 'Score candidate' && candidate ? [candidate] : []))),
  ];
  const curves = await Promise.all(
    scored.map(async (candidate) => {
      const metrics = Metrics.safeParse(await artifacts.json(`runs/${shop}/${runId}/scores/${candidate}/metrics.json`));
      return { candidate, epochs: metrics.success ? (metrics.data.epochs ?? []) : [] };
    }),
  );
  const { executionArn: _, ...seen } = run;
  return { ...seen, steps, curves: curves.filter(({ epochs }) => epochs.length) };
}
