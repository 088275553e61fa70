import { useTranslation } from 'react-i18next';
import type { ExperimentKind, RecipeComparison } from '../../../core/experiments/contract.ts';
import { IntervalFigure } from '../parts/interval-figure.tsx';
import { useFormats } from '../parts/use-formats.ts';
import { roleColour } from '../theme.ts';

export interface ExperimentIntervalsProps {
  readonly kind: ExperimentKind;
  readonly comparisons: readonly RecipeComparison[];
}

/** Each recipe next to the first, on one scale; the numbers stand above. */
export function ExperimentIntervals({ kind, comparisons }: ExperimentIntervalsProps) {
  const { t } = useTranslation();
  const { signed } = useFormats();
  const rows = comparisons.flatMap(({ recipe, difference }) =>
    difference
      ? [
          {
            key: recipe,
            label: recipe,
            colour: roleColour('treatment'),
            isSquare: false,
            low: points(difference.low),
            value: points(difference.value),
            high: points(difference.high),
            note: signed(points(difference.value), 1),
          },
        ]
      : [],
  );
  if (!rows.length) return null;
  return (
    <IntervalFigure
      caption={t(`experiments.caption.${measureOf(kind)}`, { against: comparisons[0]?.against })}
      rows={rows}
      tick={signed}
      axis={0}
      margin={0}
    />
  );
}

const points = (share: number) => 100 * share;

/** What is compared: whose items were preferred, or how often slates were rewarded. */
export const measureOf = (kind: ExperimentKind) => (kind === 'interleaving' ? 'preference' : 'share');
