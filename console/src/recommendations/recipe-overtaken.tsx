import { Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

export interface RecipeOvertakenProps {
  /** What somebody else saved meanwhile; 0 where they deleted what there was. */
  readonly version: number;
  /** Takes what stands there now; undefined where nothing does. */
  readonly onDiscard: (() => void) | undefined;
}

/** Two people at one recipe: nothing that either wrote is lost unasked, and what the other wrote is among the versions. */
export function RecipeOvertaken({ version, onDiscard }: RecipeOvertakenProps) {
  const { t } = useTranslation();
  return (
    <Group gap="sm" role="status">
      <Text size="sm">{version ? t('recipe.overtaken', { version }) : t('recipe.deletedMeanwhile')}</Text>
      {onDiscard && (
        <Button variant="default" size="xs" onClick={onDiscard}>
          {t('recipe.discard')}
        </Button>
      )}
    </Group>
  );
}
