import { useTranslation } from 'react-i18next';
import type { CountedRecipe, ExperimentKind, RecipeComparison } from '../../../core/experiments/contract.ts';
import { IntervalFigure } from '../parts/interval-figure.tsx';
import { useFormats } from '../parts/use-formats.ts';
import { roleColour } from '../theme.ts';
import { intervalScale } from './interval-scale.ts';

export interface ExperimentIntervalsProps {
  readonly kind: ExperimentKind;
  readonly counted: readonly CountedRecipe[];
  readonly comparisons: readonly RecipeComparison[];
}

const LEFT = 150;
const RIGHT = 70;
const WIDTH = 640;

/** Next to the first recipe where they are compared, else each recipe's share; the numbers stand above and below. */
export function ExperimentIntervals({ kind, counted, comparisons }: ExperimentIntervalsProps) {
  const { t } = useTranslation();
  const { signed, share } = useFormats();
  const isShare = kind === 'bandit';
  const figures = isShare
    ? counted.map(({ recipe, share: interval }) => ({ recipe, interval }))
    : comparisons.map(({ recipe, difference }) => ({ recipe, interval: difference }));
  const rows = figures.flatMap(({ recipe, interval }) =>
    interval
      ? [
          {
            key: recipe,
            label: recipe.slice(0, 20),
            colour: roleColour('treatment'),
            isSquare: false,
            ...interval,
            note: isShare ? share(interval.value, 1) : signed(100 * interval.value, 1),
          },
        ]
      : [],
  );
  if (!rows.length) return null;
  const at = intervalScale(rows, { left: LEFT, right: WIDTH - RIGHT });
  const against = counted[0]?.recipe ?? '';
  return (
    <IntervalFigure
      caption={t(`experiments.caption.${kind}`, { against })}
      rows={rows}
      at={at}
      width={WIDTH}
      rowHeight={28}
      axis={at(0)}
      margin={0}
    />
  );
}
