import { type Estimate, EstimateAnswer, type EstimateFigures } from '../../core/experiments/estimate-contract.ts';
import type { EstimateRepository } from '../../core/experiments/estimate-repository.ts';
import { judgePolicy } from '../../core/experiments/judge-policy.ts';
import type { Artifacts } from '../../core/models/artifacts.ts';
import { faultText, sentenceOf } from '../../core/platform/fault.ts';
import type { EndEstimateInput, EndEstimateOutput } from '../../workflows/estimate-policies/contract.ts';

export interface EndEstimatePorts {
  readonly artifacts: Pick<Artifacts, 'json'>;
  readonly estimates: Pick<EstimateRepository, 'finish' | 'fail'>;
}

/** Says how an estimate ended. A log that does not hold what was asked is told as a failure that needs nobody's hand. */
export async function endEstimate(
  input: EndEstimateInput,
  { artifacts, estimates }: EndEstimatePorts,
  now: Date,
): Promise<EndEstimateOutput> {
  const { shop, surface, estimateId } = input;
  const reference = { shop, surface, estimateId };
  const endedAt = now.toISOString();
  const fail = async (reason: string) => {
    await estimates.fail(reference, { reason, endedAt });
    return { status: 'failed' as const };
  };
  if (input.status === 'failed') return fail(input.reason);
  const key = `estimates/${shop}/${estimateId}/answer.json`;
  const written = await artifacts.json(key);
  if (written === undefined) throw new Error(faultText('no-answer-file', { key }));
  const answer = EstimateAnswer.parse(written);
  if (answer.status === 'refused') return fail(sentenceOf(answer.says));
  const { status: _, ...figures } = answer;
  await estimates.finish(reference, judged(figures), endedAt);
  return { status: 'done' };
}

const judged = (figures: EstimateFigures): Estimate['found'] => ({
  ...figures,
  policies: figures.policies.map((policy) => ({ ...policy, verdict: judgePolicy(policy, figures.behaviour) })),
});
