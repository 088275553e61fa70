import { SimpleGrid } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CampaignDefinition } from '../../../core/campaigns/contract.ts';
import type { ErrorAt } from '../parts/field-message.ts';
import { NumberField } from '../parts/number-field.tsx';
import { DEFAULTS, shareOf, withNumber } from './campaign-numbers.ts';

export interface NumberFieldsProps {
  readonly draft: CampaignDefinition;
  readonly errorAt: ErrorAt;
  readonly onChange: (definition: CampaignDefinition) => void;
}

/** The numbers of a campaign; where a field is left empty its default stands, and is read there meanwhile. */
export function NumberFields({ draft, errorAt, onChange }: NumberFieldsProps) {
  const { t } = useTranslation();
  const field = (name: 'repeatAfterDays' | 'attributionDays' | 'items', min: number, max: number) => (
    <NumberField
      label={t(`campaign.form.${name}`)}
      min={min}
      max={max}
      allowDecimal={false}
      placeholder={`${DEFAULTS[name]}`}
      value={draft[name]}
      error={errorAt(name)}
      onChange={(value) => onChange(withNumber(draft, name, value))}
    />
  );
  return (
    <SimpleGrid cols={2} style={{ alignItems: 'end' }}>
      <NumberField
        label={t('campaign.form.holdoutShare')}
        suffix=" %"
        min={0}
        max={50}
        decimalScale={1}
        placeholder={`${100 * DEFAULTS.holdoutShare} %`}
        value={Number((100 * draft.holdoutShare).toFixed(1))}
        error={errorAt('holdoutShare')}
        onChange={(percent) => onChange(withNumber(draft, 'holdoutShare', shareOf(percent)))}
      />
      {field('repeatAfterDays', 1, 365)}
      {field('attributionDays', 1, 60)}
      {field('items', 0, 6)}
    </SimpleGrid>
  );
}
