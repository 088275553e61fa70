import { Group, NumberInput, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CampaignDefinition } from '../../../core/campaigns/contract.ts';

export interface TargetingFieldsProps {
  readonly draft: CampaignDefinition;
  readonly onChange: (definition: CampaignDefinition) => void;
}

const SHARE = 0.5;

/** Everybody of the audience, or the share that is likeliest to respond. */
export function TargetingFields({ draft, onChange }: TargetingFieldsProps) {
  const { t } = useTranslation();
  const { targeting, ...everybody } = draft;
  const mean = (share: number) => onChange({ ...everybody, targeting: { by: 'response', share } });
  return (
    <Group grow align="flex-start">
      <Switch
        label={t('campaign.form.targeting')}
        description={t('campaign.form.targetingWhat')}
        checked={targeting !== undefined}
        onChange={({ currentTarget }) => (currentTarget.checked ? mean(SHARE) : onChange(everybody))}
      />
      {targeting && (
        <NumberInput
          label={t('campaign.form.targetShare')}
          suffix=" %"
          min={5}
          max={95}
          allowDecimal={false}
          value={Math.round(100 * targeting.share)}
          onChange={(value) => mean(Number(value) / 100)}
        />
      )}
    </Group>
  );
}
