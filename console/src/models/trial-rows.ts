import type { Evaluation, Training, Trial } from '../../../core/models/contract.ts';
import { intervalOf } from './interval-of.ts';

export interface TrialRow extends Trial {
  readonly isChosen: boolean;
}

/** A search's trials, the best NDCG first, with the one that it settled on. */
export const trialRows = ({ trials }: Pick<Training, 'trials'>, chosen: string | undefined): TrialRow[] =>
  trials
    .map((trial) => ({ ...trial, isChosen: trial.name === chosen }))
    .sort((left, right) => right.ndcg20 - left.ndcg20);

export const ndcgInterval = ({ ndcg20_low, ndcg20_high }: TrialRow) => intervalOf(ndcg20_low, ndcg20_high);

export interface TrialInterval extends TrialRow {
  readonly low: number;
  readonly high: number;
}

/** Those whose NDCG has an interval: all of a search, or none of one that is older than they are. */
export const withIntervals = (rows: readonly TrialRow[]): TrialInterval[] =>
  rows.flatMap((row) => {
    const interval = ndcgInterval(row);
    return interval ? [{ ...row, ...interval }] : [];
  });

/** Which model a candidate came to the judge with. */
export const chosenOf = (
  evaluation: Pick<Evaluation, 'candidates'> | undefined,
  candidate: string,
): string | undefined => evaluation?.candidates.find((one) => one.candidate === candidate)?.scorer;
