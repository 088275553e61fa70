import { Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

export interface ModelNameProps {
  readonly name: string;
  readonly isBaseline?: boolean;
  /** Marks of what became of it. */
  readonly children?: ReactNode;
}

/** What a table of models calls one of them, on one line. */
export function ModelName({ name, isBaseline = false, children }: ModelNameProps) {
  const { t } = useTranslation();
  return (
    <Group gap="xs" wrap="nowrap">
      <span style={{ whiteSpace: 'nowrap' }}>{name}</span>
      {children}
      {isBaseline && (
        <Text span size="xs" c="dimmed">
          {t('run.candidates.baseline')}
        </Text>
      )}
    </Group>
  );
}
