import { Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

export interface RecipeOvertakenProps {
  /** What somebody else saved meanwhile; 0 where they deleted what there was. */
  readonly version: number;
  readonly onDiscard: () => void;
}

/** Two people at one recipe: nothing that either wrote is lost unasked, and what the other wrote is among the versions. */
export function RecipeOvertaken({ version, onDiscard }: RecipeOvertakenProps) {
  const { t } = useTranslation();
  if (!version)
    return (
      <Text size="sm" role="status">
        {t('recipe.deletedMeanwhile')}
      </Text>
    );
  return (
    <Group gap="sm" role="status">
      <Text size="sm">{t('recipe.overtaken', { version })}</Text>
      <Button variant="default" size="xs" onClick={onDiscard}>
        {t('recipe.discard')}
      </Button>
    </Group>
  );
}
