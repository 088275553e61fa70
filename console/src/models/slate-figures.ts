import type { Evaluation, SlateFigures } from '../../../core/models/contract.ts';
import { candidateName } from './candidate-name.ts';

export const ALL = 'all';

export interface FiguresRow extends SlateFigures {
  readonly name: string;
  readonly isBaseline: boolean;
  readonly questions: number;
}

/** Segments that somebody has figures of, in the order in which they were judged; all questions first. */
export function segmentsOf({ candidates, baselines }: Pick<Evaluation, 'candidates' | 'baselines'>): string[] {
  const told = [...candidates, ...baselines].flatMap(({ segments = [] }) => segments.map(({ name }) => name));
  return [ALL, ...new Set(told)];
}

/** Everybody's figures on one segment, the best NDCG first. Who has none there is left out. */
export function figuresOf(
  { candidates, baselines, rows }: Pick<Evaluation, 'candidates' | 'baselines' | 'rows'>,
  segment: string,
): FiguresRow[] {
  const judged = [
    ...candidates.map((one) => ({ ...one, name: candidateName(one), isBaseline: false })),
    ...baselines.map((one) => ({ ...one, isBaseline: true })),
  ];
  return judged
    .flatMap(({ name, isBaseline, ranking, segments = [] }): FiguresRow[] => {
      if (segment === ALL) return ranking ? [{ ...ranking, name, isBaseline, questions: rows }] : [];
      const found = segments.find((one) => one.name === segment);
      return found ? [{ ...found, name, isBaseline }] : [];
    })
    .sort((left, right) => right.ndcg20 - left.ndcg20);
}
