import { type Verdict, verdictOn } from '../outcomes/compare-arms.ts';
import type { EstimateFigures, PolicyEstimate, PolicyVerdict } from './estimate-contract.ts';

/**
 * So many rewarded customers, and so many others, must be expected among those that the log is worth (Cochran, Some methods for
 * strengthening the common chi-squared tests, Biometrics 10, 1954). With fewer it is by chance alone that nobody was rewarded,
 * and an interval around what was seen then says "worse" of a policy that is as good: with one expected one time in three.
 */
const LEAST_EXPECTED = 5;

const SAID: Readonly<Record<Verdict, PolicyVerdict>> = {
  'too-early': 'too-little-overlap',
  'no-effect': 'unclear',
  effect: 'better',
  harm: 'worse',
};

/**
 * Whether a policy would have earned more or less than the experiment did: what its interval says, as for recipes that were
 * shown side by side, where the log is worth enough customers of it (by Kish's effective sample size).
 */
export function judgePolicy(
  { difference, effectiveCustomers }: Pick<PolicyEstimate, 'difference' | 'effectiveCustomers'>,
  { value }: EstimateFigures['behaviour'],
): PolicyVerdict {
  if (effectiveCustomers * Math.min(value, 1 - value) < LEAST_EXPECTED) return 'too-little-overlap';
  return SAID[verdictOn(difference ?? undefined, effectiveCustomers)];
}
