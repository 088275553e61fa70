import type { PutExperimentRequest } from '../../../core/experiments/contract.ts';
import type { Surface } from '../../../core/recommendations/contract.ts';
import { SurfaceExperiment } from '../../../core/recommendations/recipe-contract.ts';
import type { ApiClient } from '../api/api-client.ts';
import { unlessReplaced } from '../api/unless-replaced.ts';
import { experimentPath } from './experiment-queries.ts';

/** Sets what a surface tries out in place of what was seen there; where that is no longer what stands, nothing is written. */
export const setExperiment = (
  api: Pick<ApiClient, 'put'>,
  surface: Surface,
  experiment: Required<PutExperimentRequest>,
): Promise<SurfaceExperiment> => unlessReplaced(api.put(experimentPath(surface), SurfaceExperiment, experiment));
