import type { RunDetail, RunId, RunStep } from '../../core/models/contract.ts';
import type { ModelRepository } from '../../core/models/model-repository.ts';
import type { ModelName } from '../../core/models/names.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import { NotFoundError } from '../../core/platform/errors.ts';
import { withFault } from '../../core/platform/fault.ts';
import { refusal } from '../../core/platform/refusal.ts';

/** One run with its states as they went and the losses of each candidate that reports them. */
export async function viewRun(
  { shop, model, runId }: { readonly shop: ShopId; readonly model: ModelName; readonly runId: RunId },
  models: Pick<ModelRepository, 'run'>,
  stepsOf: (executionArn: string) => Promise<RunStep[]>,
): Promise<RunDetail> {
  const run = await models.run(shop, model, runId);
  if (!run) throw new NotFoundError(refusal('no-run', { runId, model }));
  const { executionArn, curves = [], ...seen } = run;
  const steps = await stepsOf(executionArn);
  return { ...withFault(seen), curves, steps: steps.map(withFault) };
}
