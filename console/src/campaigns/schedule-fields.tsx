import { Group, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Schedule } from '../../../core/campaigns/contract.ts';
import type { ErrorAt } from '../parts/field-message.ts';

export interface ScheduleFieldsProps {
  readonly schedule: Schedule | null;
  readonly errorAt: ErrorAt;
  readonly onChange: (schedule: Schedule | null) => void;
}

/** Side by side however long what is said of them is. */
const ORDER = ['label', 'input', 'description', 'error'] as const;

/** When it runs by itself; never, where nothing is written. */
export function ScheduleFields({ schedule, errorAt, onChange }: ScheduleFieldsProps) {
  const { t } = useTranslation();
  const { expression = '', timeZone = 'UTC' } = schedule ?? {};
  return (
    <Group grow align="flex-start">
      <TextInput
        label={t('campaign.form.schedule')}
        description={t('campaign.form.scheduleWhat')}
        placeholder="rate(1 day)"
        value={expression}
        inputWrapperOrder={[...ORDER]}
        error={errorAt('expression')}
        onChange={({ currentTarget: { value } }) => onChange(value ? { expression: value, timeZone } : null)}
      />
      <TextInput
        label={t('campaign.form.timeZone')}
        description={t('campaign.form.timeZoneWhat')}
        value={timeZone}
        inputWrapperOrder={[...ORDER]}
        error={errorAt('timeZone')}
        disabled={!schedule}
        onChange={({ currentTarget }) => onChange({ expression, timeZone: currentTarget.value })}
      />
    </Group>
  );
}
