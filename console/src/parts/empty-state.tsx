import { Code, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';

export interface EmptyStateProps {
  readonly title: string;
  /** What to do next. */
  readonly next: string;
  readonly command?: string;
  readonly action?: ReactNode;
}

/** Nothing is here yet, and this is how something comes. */
export function EmptyState({ title, next, command, action }: EmptyStateProps) {
  return (
    <Stack gap="xs" py="md" align="flex-start">
      <Text fw={600}>{title}</Text>
      <Text size="sm" c="dimmed">
        {next}
      </Text>
      {command && (
        <Code block style={{ whiteSpace: 'pre-wrap' }}>
          {command}
        </Code>
      )}
      {action}
    </Stack>
  );
}
