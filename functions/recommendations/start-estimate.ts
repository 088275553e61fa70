import type {
  EstimateId,
  StartEstimateRequest,
  StartEstimateResponse,
} from '../../core/experiments/estimate-contract.ts';
import type { EstimateRepository } from '../../core/experiments/estimate-repository.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import { faultText } from '../../core/platform/fault.ts';
import type { Surface } from '../../core/recommendations/contract.ts';
import type { EstimatePoliciesInput } from '../../workflows/estimate-policies/contract.ts';
import type { Executions } from '../models/start-execution.ts';

export interface EstimateOrder {
  readonly shop: ShopId;
  readonly surface: Surface;
  readonly estimateId: EstimateId;
  readonly request: StartEstimateRequest;
  readonly now: Date;
}

export interface EstimateStarter {
  readonly estimates: Pick<EstimateRepository, 'create' | 'fail'>;
  readonly executions: Pick<Executions, 'start'>;
}

/** Writes an estimate down and hands it to the workflow; one that could not start says so. */
export async function startEstimate(
  { shop, surface, estimateId, request, now }: EstimateOrder,
  { estimates, executions }: EstimateStarter,
): Promise<StartEstimateResponse> {
  const startedAt = now.toISOString();
  const reference = { shop, surface, estimateId };
  await estimates.create({ ...reference, request, status: 'running', startedAt });
  const input: EstimatePoliciesInput = { ...reference, words: wordsOf(surface, request) };
  try {
    await executions.start(`${shop}-${estimateId}`, input);
  } catch (error) {
    await estimates.fail(reference, { reason: faultText('not-started', {}), endedAt: startedAt });
    throw error;
  }
  return { estimateId, status: 'running' };
}

/** The command line of `recommender.estimate`. */
const wordsOf = (surface: Surface, { experiment, reward, policies }: StartEstimateRequest): string[] => [
  ...['--surface', surface],
  ...(experiment === undefined ? [] : ['--experiment', experiment]),
  ...(reward === undefined ? [] : ['--reward', reward]),
  ...policies.flatMap((policy) => ['--policy', `known=${policy.known},new=${policy.new}`]),
];
