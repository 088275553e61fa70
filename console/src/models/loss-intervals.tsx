import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CandidateMetrics } from '../../../core/models/contract.ts';
import { roleColour } from '../theme.ts';
import { candidateName } from './candidate-name.ts';

export interface LossIntervalsProps {
  readonly candidates: readonly CandidateMetrics[];
  readonly winner: { readonly candidate?: string | undefined; readonly scorer?: string | undefined } | undefined;
}

const ROW = 28;
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
  const caption = t('run.candidates.caption', { best: sorted[0] ? candidateName(sorted[0]) : '' });
  return (
    <figure style={{ margin: '0 0 16px' }}>
      <svg
        viewBox={`0 0 ${WIDTH} ${sorted.length * ROW}`}
        role="img"
        aria-label={caption}
        style={{ width: '100%', maxWidth: WIDTH, display: 'block' }}
      >
        {sorted.map((one, row) => {
          const middle = row * ROW + ROW / 2;
          const isWinner = one.candidate === winner?.candidate && one.scorer === winner?.scorer;
          const colour = roleColour(isWinner ? 'champion' : 'challenger');
          return (
            <g key={candidateName(one)} stroke={colour} fill={colour}>
              <text x={0} y={middle + 4} fontSize={12} stroke="none" fill="var(--mantine-color-text)">
                {candidateName(one)}
              </text>
              <line x1={at(one.log_loss_low)} x2={at(one.log_loss_high)} y1={middle} y2={middle} strokeWidth={2} />
              {isWinner ? (
                <rect x={at(one.log_loss) - 5} y={middle - 5} width={10} height={10} />
              ) : (
                <circle cx={at(one.log_loss)} cy={middle} r={5} />
              )}
            </g>
          );
        })}
      </svg>
      <Text component="figcaption" size="xs" c="dimmed">
        {caption}
      </Text>
    </figure>
  );
}
