import { Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

export interface OvertakenProps {
  readonly version: number;
  readonly onDiscard: () => void;
}

/** Two people at one campaign: nothing that either wrote is lost unasked. */
export function Overtaken({ version, onDiscard }: OvertakenProps) {
  const { t } = useTranslation();
  return (
    <Group gap="sm" role="status">
      <Text size="sm">{t('campaign.form.overtaken', { version })}</Text>
      <Button variant="default" size="xs" onClick={onDiscard}>
        {t('campaign.form.discard')}
      </Button>
    </Group>
  );
}
