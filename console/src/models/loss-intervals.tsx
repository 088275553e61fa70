import { useTranslation } from 'react-i18next';
import type { CandidateMetrics } from '../../../core/models/contract.ts';
import { IntervalFigure } from '../parts/interval-figure.tsx';
import { roleColour } from '../theme.ts';
import { candidateName } from './candidate-name.ts';

export interface LossIntervalsProps {
  readonly candidates: readonly CandidateMetrics[];
  readonly winner: { readonly candidate?: string | undefined; readonly scorer?: string | undefined } | undefined;
}

const LEFT = 168;
const WIDTH = 640;

/** Each candidate's log loss with its interval on one scale; the table below it holds the numbers. */
export function LossIntervals({ candidates, winner }: LossIntervalsProps) {
  const { t } = useTranslation();
  if (candidates.length < 2) return null;
  const sorted = [...candidates].sort((left, right) => left.log_loss - right.log_loss);
  const low = Math.min(...sorted.map(({ log_loss_low }) => log_loss_low));
  const high = Math.max(...sorted.map(({ log_loss_high }) => log_loss_high));
  const at = (value: number) => LEFT + ((value - low) / (high - low || 1)) * (WIDTH - LEFT - 16) + 4;
  const rows = sorted.map((one) => {
    const isWinner = one.candidate === winner?.candidate && one.scorer === winner?.scorer;
    return {
      key: candidateName(one),
      label: candidateName(one),
      colour: roleColour(isWinner ? 'champion' : 'challenger'),
      isSquare: isWinner,
      low: one.log_loss_low,
      value: one.log_loss,
      high: one.log_loss_high,
    };
  });
  return (
    <IntervalFigure
      caption={t('run.candidates.caption', { best: sorted[0] ? candidateName(sorted[0]) : '' })}
      rows={rows}
      at={at}
      width={WIDTH}
      rowHeight={28}
      margin="0 0 16px"
    />
  );
}
