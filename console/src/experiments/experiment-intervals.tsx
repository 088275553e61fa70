import { useTranslation } from 'react-i18next';
import type { ExperimentKind, RecipeComparison } from '../../../core/experiments/contract.ts';
import { IntervalFigure } from '../parts/interval-figure.tsx';
import { intervalScale } from '../parts/interval-scale.ts';
import { useFormats } from '../parts/use-formats.ts';
import { roleColour } from '../theme.ts';

export interface ExperimentIntervalsProps {
  readonly kind: ExperimentKind;
  readonly comparisons: readonly RecipeComparison[];
}

const LEFT = 150;
const RIGHT = 70;
const WIDTH = 640;

/** Each recipe next to the first, on one scale; the numbers stand above. */
export function ExperimentIntervals({ kind, comparisons }: ExperimentIntervalsProps) {
  const { t } = useTranslation();
  const { signed } = useFormats();
  const rows = comparisons.flatMap(({ recipe, difference }) =>
    difference
      ? [
          {
            key: recipe,
            label: recipe.slice(0, 20),
            colour: roleColour('treatment'),
            isSquare: false,
            ...difference,
            note: signed(100 * difference.value, 1),
          },
        ]
      : [],
  );
  if (!rows.length) return null;
  const at = intervalScale(rows, { left: LEFT, right: WIDTH - RIGHT });
  return (
    <IntervalFigure
      caption={t(`experiments.caption.${measureOf(kind)}`, { against: comparisons[0]?.against })}
      rows={rows}
      at={at}
      width={WIDTH}
      rowHeight={28}
      axis={at(0)}
      margin={0}
    />
  );
}

/** What is compared: whose items were preferred, or how often slates were rewarded. */
export const measureOf = (kind: ExperimentKind) => (kind === 'interleaving' ? 'preference' : 'share');
