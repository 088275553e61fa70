import type { CandidateMetrics } from '../../../core/models/contract.ts';

/** A candidate may come with several scorers; where it has but one, they share a name. */
export const candidateName = ({ candidate, scorer }: Pick<CandidateMetrics, 'candidate' | 'scorer'>) =>
  candidate === scorer ? candidate : `${candidate} / ${scorer}`;
