import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CampaignReport } from '../../../core/campaigns/contract.ts';
import { useFormats } from '../parts/use-formats.ts';
import { roleColour } from '../theme.ts';

const ROW = 32;
const LEFT = 110;
const RIGHT = 70;
const WIDTH = 480;

/** The share of each arm that ordered, with its interval, on one scale from 0; the sentences below it hold the numbers. */
export function ArmIntervals({ report: { treated, holdout, attributionDays } }: { readonly report: CampaignReport }) {
  const { t } = useTranslation();
  const { share } = useFormats();
  const arms = [
    { kind: 'treatment', interval: treated.share },
    { kind: 'holdout', interval: holdout.share },
  ] as const;
  const most = Math.max(0, ...arms.map(({ interval }) => interval?.high ?? 0));
  if (!most || arms.some(({ interval }) => !interval)) return null;
  const at = (value: number) => LEFT + (value / most) * (WIDTH - LEFT - RIGHT);
  const caption = t('campaign.report.caption', { days: attributionDays });
  return (
    <figure style={{ margin: 0 }}>
      <svg
        viewBox={`0 0 ${WIDTH} ${arms.length * ROW}`}
        role="img"
        aria-label={caption}
        style={{ width: '100%', maxWidth: WIDTH, display: 'block' }}
      >
        <line x1={LEFT} x2={LEFT} y1={0} y2={arms.length * ROW} stroke="var(--mantine-color-dimmed)" strokeWidth={1} />
        {arms.map(({ kind, interval }, row) => {
          const middle = row * ROW + ROW / 2;
          const colour = roleColour(kind);
          return (
            interval && (
              <g key={kind} stroke={colour} fill={colour}>
                <text x={0} y={middle + 4} fontSize={12} stroke="none" fill="var(--mantine-color-text)">
                  {t(`role.${kind}`)}
                </text>
                <line x1={at(interval.low)} x2={at(interval.high)} y1={middle} y2={middle} strokeWidth={2} />
                {kind === 'treatment' ? (
                  <circle cx={at(interval.value)} cy={middle} r={5} />
                ) : (
                  <rect x={at(interval.value) - 5} y={middle - 5} width={10} height={10} />
                )}
                <text
                  x={at(interval.high) + 8}
                  y={middle + 4}
                  fontSize={12}
                  stroke="none"
                  fill="var(--mantine-color-text)"
                >
                  {share(interval.value, 1)}
                </text>
              </g>
            )
          );
        })}
      </svg>
      <Text component="figcaption" size="xs" c="dimmed">
        {caption}
      </Text>
    </figure>
  );
}
