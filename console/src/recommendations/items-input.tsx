import { Pill, TagsInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useApi } from '../api/api-context.ts';
import { catalogueQuery, itemsQuery } from '../api/queries.ts';

export interface ItemsInputProps {
  readonly label: string;
  readonly description: string;
  readonly value: readonly string[];
  readonly most: number;
  readonly error?: ReactNode;
  readonly onChange: (itemIds: string[]) => void;
}

/** Items by name: picked from the catalogue's first page by title, or typed or pasted as ids. Of one, the last given holds. */
export function ItemsInput({ label, description, value, most, error, onChange }: ItemsInputProps) {
  const api = useApi();
  const catalogue = useQuery(catalogueQuery(api));
  const named = useQuery(itemsQuery(api, value));
  const offered = catalogue.data?.data ?? [];
  const titles = new Map([...offered, ...(named.data?.data ?? [])].map(({ itemId, title }) => [itemId, title]));
  return (
    <TagsInput
      label={label}
      description={description}
      error={error}
      value={[...value]}
      onChange={(given) => onChange(most === 1 ? given.slice(-1) : [...new Set(given)].slice(0, most))}
      data={offered
        .filter(({ itemId }) => !value.includes(itemId))
        .map(({ itemId, title }) => ({ value: itemId, label: `${title} · ${itemId}` }))}
      splitChars={[',', '\n']}
      limit={20}
      renderPill={({ option, onRemove }) => (
        <Pill withRemoveButton onRemove={onRemove ?? (() => undefined)} title={String(option.value)}>
          {titles.get(String(option.value)) ?? option.value}
        </Pill>
      )}
    />
  );
}
