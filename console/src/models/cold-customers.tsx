import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { AttributeFigures } from '../../../core/models/contract.ts';
import { IntervalFigure } from '../parts/interval-figure.tsx';
import { useFormats } from '../parts/use-formats.ts';
import { roleColour } from '../theme.ts';

export interface ColdCustomersProps {
  readonly figures: AttributeFigures;
  /** Whether these are the lists that customers see; else what one training found. */
  readonly isServed: boolean;
}

/** Whom nothing is known of but what the shop says of them: how many were asked, and which slate is the better one. */
export function ColdCustomers({ figures, isServed }: ColdCustomersProps) {
  const { t } = useTranslation();
  const { whole, decimal } = useFormats();
  const { customers, ratio, ratio_low: low, ratio_high: high, isPublished } = figures;
  const asked = { customers: whole(customers), count: customers };
  if (ratio === undefined || low === undefined || high === undefined)
    return <Text size="sm">{t(isServed ? 'models.cold.few' : 'models.cold.tooFew', asked)}</Text>;
  const values = {
    ...asked,
    ratio: decimal(ratio, 2),
    low: decimal(low, 2),
    high: decimal(high, 2),
  };
  return (
    <>
      {isServed && <Text size="lg">{t(isPublished ? 'models.cold.byAttributes' : 'models.cold.popular')}</Text>}
      <Text size="sm" mb="sm">
        {t('models.cold.figures', values)}
      </Text>
      <IntervalFigure
        caption={t('models.cold.caption')}
        rows={[
          {
            key: 'ratio',
            label: t('models.cold.row'),
            colour: roleColour(isPublished ? 'champion' : 'challenger'),
            isSquare: isPublished,
            low,
            value: ratio,
            high,
            note: `× ${values.ratio}`,
          },
        ]}
        tick={(value, digits) => `× ${decimal(value, digits)}`}
        axis={1}
        margin={0}
      />
    </>
  );
}
