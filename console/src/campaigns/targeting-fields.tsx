import { Group, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CampaignDefinition } from '../../../core/campaigns/contract.ts';
import type { ErrorAt } from '../parts/field-message.ts';
import { NumberField } from '../parts/number-field.tsx';
import { shareOf, TARGET_SHARE, withTargetShare } from './campaign-numbers.ts';

export interface TargetingFieldsProps {
  readonly draft: CampaignDefinition;
  readonly errorAt: ErrorAt;
  readonly onChange: (definition: CampaignDefinition) => void;
}

/** Everybody of the audience, or the share that is likeliest to respond. */
export function TargetingFields({ draft, errorAt, onChange }: TargetingFieldsProps) {
  const { t } = useTranslation();
  const { targeting, ...everybody } = draft;
  return (
    <Group grow align="flex-start">
      <Switch
        label={t('campaign.form.targeting')}
        description={t('campaign.form.targetingWhat')}
        checked={targeting !== undefined}
        onChange={({ currentTarget }) => onChange(currentTarget.checked ? withTargetShare(draft) : everybody)}
      />
      {targeting && (
        <NumberField
          label={t('campaign.form.targetShare')}
          suffix=" %"
          min={5}
          max={95}
          allowDecimal={false}
          value={Math.round(100 * targeting.share)}
          error={errorAt('targeting', 'share')}
          placeholder={`${100 * TARGET_SHARE} %`}
          onChange={(percent) => onChange(withTargetShare(draft, shareOf(percent)))}
        />
      )}
    </Group>
  );
}
