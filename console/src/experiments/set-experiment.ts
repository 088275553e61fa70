import type { PutExperimentRequest } from '../../../core/experiments/contract.ts';
import type { Surface } from '../../../core/recommendations/contract.ts';
import { SurfaceExperiment } from '../../../core/recommendations/recipe-contract.ts';
import type { ApiClient } from '../api/api-client.ts';
import { ApiError } from '../api/api-error.ts';
import { experimentPath } from './experiment-queries.ts';

/** Sets what a surface tries out in place of what was seen there; where that is no longer what stands, nothing is written. */
export async function setExperiment(
  api: Pick<ApiClient, 'put'>,
  surface: Surface,
  experiment: Required<PutExperimentRequest>,
): Promise<SurfaceExperiment> {
  try {
    return await api.put(experimentPath(surface), SurfaceExperiment, experiment);
  } catch (error) {
    if (error instanceof ApiError && error.status === 409) throw new ApiError('replaced', 409, {}, { cause: error });
    throw error;
  }
}
