import { useTranslation } from 'react-i18next';
import type { Evaluation, Verdict } from '../../../core/models/contract.ts';
import { IntervalFigure } from '../parts/interval-figure.tsx';
import { useFormats } from '../parts/use-formats.ts';
import { roleColour } from '../theme.ts';
import { type LossRow, lossRows } from './loss-rows.ts';

export interface LossIntervalsProps {
  readonly evaluation: Evaluation;
  readonly verdict: Verdict | undefined;
}

/** Everybody's loss on one scale, with its interval where the run has one; the table below it holds the numbers. */
export function LossIntervals({ evaluation, verdict }: LossIntervalsProps) {
  const { t } = useTranslation();
  const { decimal } = useFormats();
  const rows = lossRows(evaluation, verdict);
  if (rows.length < 2) return null;
  const drawn = rows.map((row) => ({
    key: row.name,
    label: row.kind === 'champion' ? t('run.candidates.champion') : row.name,
    colour: COLOURS[row.kind],
    isSquare: row.kind === 'winner',
    low: row.low ?? row.value,
    value: row.value,
    high: row.high ?? row.value,
    note:
      row.kind === 'baseline'
        ? t('run.candidates.noteOfBaseline', { loss: decimal(row.value, 4) })
        : decimal(row.value, 4),
  }));
  return (
    <IntervalFigure
      caption={t('run.candidates.caption', { best: drawn[0]?.label ?? '' })}
      rows={drawn}
      tick={decimal}
      margin="0 0 16px"
    />
  );
}

const COLOURS: Readonly<Record<LossRow['kind'], string>> = {
  winner: roleColour('champion'),
  champion: roleColour('champion'),
  candidate: roleColour('challenger'),
  baseline: 'var(--state-waiting)',
};
