import { shareOf } from '../experiments/assign-arm.ts';
import type { ResponseScore } from './contract.ts';

/** Of those below the threshold so many are written to all the same, so that the next model can learn from them. */
export const EXPLORED_SHARE = 0.05;
/** Two answers to one question may differ in the last digits, asked in other company. */
const NOISE = 1e-6;
/** An audience smaller than this has no share worth ranking. */
export const LEAST_RANKED = 20;

/** The score from which on `share` of the audience lies; undefined for an audience that is too small. */
export function thresholdOf(scores: readonly number[], share: number): number | undefined {
  if (scores.length < LEAST_RANKED) return undefined;
  const best = [...scores].sort((left, right) => right - left);
  return best[Math.min(best.length, Math.max(1, Math.round(share * best.length))) - 1];
}

export interface Targeted extends ResponseScore {
  readonly isMeant: boolean;
}

/** Whether a run means somebody. The draw is the same in every try of the run, and another in each run. */
export function targetResponse(
  score: number,
  threshold: number,
  draw: { readonly salt: string; readonly campaignId: string; readonly runId: string; readonly customer: string },
): Targeted {
  if (score >= threshold - NOISE) return { score, propensity: 1, isMeant: true };
  const isExplored = shareOf(`explore:${draw.campaignId}:${draw.runId}:${draw.salt}`, draw.customer) < EXPLORED_SHARE;
  return { score, propensity: isExplored ? EXPLORED_SHARE : 1 - EXPLORED_SHARE, isMeant: isExplored };
}
