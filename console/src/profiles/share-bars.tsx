import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useFormats } from '../parts/use-formats.ts';

export interface ShareBarsProps {
  readonly label: string;
  readonly rows: readonly {
    readonly key: string;
    readonly name: string;
    readonly share: number;
    readonly note?: ReactNode;
  }[];
}

/** Shares of a whole, each in words with a bar that only repeats the number. */
export function ShareBars({ label, rows }: ShareBarsProps) {
  const { share: percent } = useFormats();
  return (
    <ul className="share-bars" aria-label={label}>
      {rows.map(({ key, name, share, note }) => (
        <li key={key}>
          <Text size="sm">{name}</Text>
          <Text size="sm" className="number">
            {percent(share)}
          </Text>
          <span className="share-bar" aria-hidden="true" style={{ inlineSize: `${Math.max(1, share * 100)}%` }} />
          {note}
        </li>
      ))}
    </ul>
  );
}
