import type { Comparison, Evaluation, Verdict } from '../../../core/models/contract.ts';
import { candidateName } from './candidate-name.ts';

export const CHAMPION = 'champion';

export interface LossRow {
  readonly name: string;
  /** `winner` is the candidate that the gate let through. */
  readonly kind: 'winner' | 'candidate' | 'champion' | 'baseline';
  readonly value: number;
  /** Absent where the run has no interval. */
  readonly low?: number | undefined;
  readonly high?: number | undefined;
}

/** Everybody's loss on the same questions, the least first: candidates, who served before, and the simple models. */
export function lossRows(
  { candidates, comparisons, baselines }: Pick<Evaluation, 'candidates' | 'comparisons' | 'baselines'>,
  verdict: Verdict | undefined,
): LossRow[] {
  const judged = candidates.map((one): LossRow => {
    const isWinner =
      verdict?.action === 'promote' && one.candidate === verdict.candidate && one.scorer === verdict.scorer;
    return {
      name: candidateName(one),
      kind: isWinner ? 'winner' : 'candidate',
      value: one.log_loss,
      low: one.log_loss_low,
      high: one.log_loss_high,
    };
  });
  const references = baselines.map(
    ({ name, log_loss, log_loss_low, log_loss_high }): LossRow => ({
      name,
      kind: name === CHAMPION ? 'champion' : 'baseline',
      value: log_loss,
      low: log_loss_low,
      high: log_loss_high,
    }),
  );
  const champion = baselines.some(({ name }) => name === CHAMPION) ? [] : championOf(candidates, comparisons);
  return [...judged, ...champion, ...references].sort((left, right) => left.value - right.value);
}

/** Its loss where it is known by a difference alone: ours less the difference is theirs. */
function championOf(candidates: Evaluation['candidates'], comparisons: readonly Comparison[]): LossRow[] {
  const found = comparisons.find(({ against }) => against === CHAMPION);
  const ours = candidates.find((one) => one.candidate === found?.candidate && one.scorer === found.scorer);
  return found && ours ? [{ name: CHAMPION, kind: 'champion', value: ours.log_loss - found.log_loss_delta }] : [];
}
