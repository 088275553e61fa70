import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IntervalFigure } from '../parts/interval-figure.tsx';
import { useFormats } from '../parts/use-formats.ts';
import { roleColour } from '../theme.ts';
import { type TrialRow, withIntervals } from './trial-rows.ts';

/** The NDCG of each model that was tried on one scale; the table below it holds the numbers. */
export function TrialIntervals({ rows }: { readonly rows: readonly TrialRow[] }) {
  const { t } = useTranslation();
  const { decimal } = useFormats();
  const drawn = withIntervals(rows).map(({ name, isChosen, ndcg20, low, high }) => ({
    key: name,
    label: name,
    colour: isChosen ? roleColour('challenger') : 'var(--state-waiting)',
    isSquare: isChosen,
    low,
    value: ndcg20,
    high,
    note: decimal(ndcg20, 3),
  }));
  if (!drawn.length)
    return (
      <Text size="sm" mb="sm">
        {t('run.trials.noIntervals')}
      </Text>
    );
  return <IntervalFigure caption={t('run.trials.caption')} rows={drawn} tick={decimal} margin="0 0 16px" />;
}
