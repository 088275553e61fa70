import type { SlateExperimentDraft } from '../../../core/experiments/contract.ts';
import type { Surface } from '../../../core/recommendations/contract.ts';
import { SurfaceExperiment } from '../../../core/recommendations/recipe-contract.ts';
import type { ApiClient } from '../api/api-client.ts';
import { experimentPath } from './experiment-queries.ts';

/** Sets what a surface tries out in place of the revision that was seen there; where that is no longer what stands, nothing is written. */
export const setExperiment = (
  api: Pick<ApiClient, 'put'>,
  surface: Surface,
  experiment: SlateExperimentDraft,
  seen: number,
): Promise<SurfaceExperiment> => api.put(experimentPath(surface), SurfaceExperiment, experiment, seen);
