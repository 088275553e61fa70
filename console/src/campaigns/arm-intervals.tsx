import { useTranslation } from 'react-i18next';
import type { CampaignReport } from '../../../core/campaigns/contract.ts';
import { IntervalFigure } from '../parts/interval-figure.tsx';
import { useFormats } from '../parts/use-formats.ts';
import { roleColour } from '../theme.ts';

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
  const rows = arms.flatMap(({ kind, interval }) =>
    interval
      ? [
          {
            key: kind,
            label: t(`role.${kind}`),
            colour: roleColour(kind),
            isSquare: kind === 'holdout',
            ...interval,
            note: share(interval.value, 1),
          },
        ]
      : [],
  );
  return (
    <IntervalFigure
      caption={t('campaign.report.caption', { days: attributionDays, count: attributionDays })}
      rows={rows}
      tick={(value, digits) => share(value, Math.max(0, digits - 2))}
      axis={0}
      margin={0}
    />
  );
}
