import { Fieldset, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type EventWeights, type Recipe, WeighedKind } from '../../../core/recommendations/recipe.ts';
import { EVENT_WEIGHTS } from '../../../core/recommendations/weigh-event.ts';
import { useApi } from '../api/api-context.ts';
import { homeQuery } from '../api/queries.ts';
import type { ErrorAt } from '../parts/field-message.ts';
import { NumberField } from '../parts/number-field.tsx';
import { useFormats } from '../parts/use-formats.ts';
import { RuleNumber } from './rule-fields.tsx';

export interface EventFieldsProps {
  readonly draft: Pick<Recipe, 'eventWeights' | 'minEventPrice'>;
  readonly errorAt: ErrorAt;
  readonly onChange: (changed: Partial<Recipe>) => void;
}

/** What a customer's events say about what they want next. */
export function EventFields({ draft: { eventWeights, minEventPrice }, errorAt, onChange }: EventFieldsProps) {
  const { t } = useTranslation();
  const { decimal, money } = useFormats();
  const currency = useQuery(homeQuery(useApi())).data?.shop.currency;
  const weigh = (kind: keyof EventWeights, weight: number | undefined) => {
    const { [kind]: _, ...others } = eventWeights;
    onChange({ eventWeights: weight === undefined ? others : { ...others, [kind]: weight } });
  };
  return (
    <Fieldset legend={t('recipe.events')}>
      <Text size="xs" c="dimmed" mb="xs">
        {t('recipe.eventsWhat')}
      </Text>
      <Group align="flex-end" gap="xs" mb="sm">
        {WeighedKind.options.map((kind) => (
          <RuleNumber
            key={kind}
            label={t(`customer.kind.${kind}`)}
            value={eventWeights[kind]}
            error={errorAt('eventWeights', kind)}
            step={0.5}
            placeholder={decimal(EVENT_WEIGHTS[kind] ?? 0, 1)}
            onChange={(weight) => weigh(kind, weight)}
          />
        ))}
      </Group>
      <NumberField
        label={t('recipe.minEventPrice')}
        description={t('recipe.minEventPriceWhat', { price: money(minEventPrice, currency) })}
        value={minEventPrice}
        min={0}
        allowDecimal={false}
        error={errorAt('minEventPrice')}
        onChange={(value = 0) => onChange({ minEventPrice: value })}
        style={{ maxWidth: 320 }}
      />
    </Fieldset>
  );
}
