import type { SlateExperimentDraft } from '../../../core/experiments/contract.ts';
import type { Surface } from '../../../core/recommendations/contract.ts';
import { SurfaceExperiment } from '../../../core/recommendations/recipe-contract.ts';
import type { ApiClient } from '../api/api-client.ts';
import { ApiError } from '../api/api-error.ts';
import { experimentPath } from './experiment-queries.ts';
import { setExperiment } from './set-experiment.ts';

/** Stops what was seen to run on a surface, or lets it go on, as it is by now; another that took its place is left alone. */
export async function turnExperiment(
  api: Pick<ApiClient, 'get' | 'put'>,
  surface: Surface,
  seen: SlateExperimentDraft,
): Promise<SurfaceExperiment> {
  const { experiment, revision } = await api.get(experimentPath(surface), SurfaceExperiment);
  if (experiment?.name !== seen.name || experiment.kind !== seen.kind) throw new ApiError('replaced', 412);
  return setExperiment(api, surface, { ...experiment, isRunning: !seen.isRunning }, revision);
}
