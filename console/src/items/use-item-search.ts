import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../api/api-context.ts';
import { foundItemsQuery } from './found-items.ts';

/** Long enough not to ask at every letter. */
const PAUSE_MS = 250;

/** Searches the catalogue for what is typed, once the typing pauses. */
export function useItemSearch(search: string, isOpen: boolean) {
  const [paused] = useDebouncedValue(search, PAUSE_MS);
  const asked = search && paused;
  const { data, error, isPlaceholderData, refetch } = useQuery({
    ...foundItemsQuery(useApi(), asked),
    enabled: isOpen,
  });
  const isAsked = search === asked;
  return {
    /** What was found last, which may be of less than was typed. */
    found: data,
    /** Whether it is what was typed that was searched for. */
    isSettled: isAsked && data !== undefined && !isPlaceholderData,
    error: isAsked ? error : null,
    refetch,
  };
}
