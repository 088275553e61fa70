import { Group, Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';

export interface PanelProps {
  readonly title: string;
  /** Where a link to `#…` leads. */
  readonly anchor?: string;
  /** Stands at the right of the title. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** One question of a page and its answer. */
export function Panel({ title, anchor, aside, children }: PanelProps) {
  const id = useId();
  return (
    <section className="panel" id={anchor} aria-labelledby={id}>
      <Group justify="space-between" mb="sm" gap="sm">
        <Title order={2} id={id}>
          {title}
        </Title>
        {aside}
      </Group>
      {children}
    </section>
  );
}
