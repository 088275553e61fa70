import { queryOptions, useQuery } from '@tanstack/react-query';
import { ItemCount, ItemFields } from '../../../core/items/contract.ts';
import type { Field } from '../../../core/recommendations/filter/rows.ts';
import { isOfItemsAlone, SentFilterText } from '../../../core/recommendations/filter-text.ts';
import type { ApiClient } from '../api/api-client.ts';
import { useApi } from '../api/api-context.ts';
import { homeQuery } from '../api/queries.ts';

/** What the platform itself keeps what it read of a catalogue. */
const KEPT_MS = 5 * 60_000;

const fieldsQuery = (api: ApiClient) =>
  queryOptions({
    queryKey: ['items', 'fields'],
    queryFn: ({ signal }) => api.get('/items/fields', ItemFields, {}, signal),
    staleTime: KEPT_MS,
  });

const countQuery = (api: ApiClient, filter: string) =>
  queryOptions({
    queryKey: ['items', 'count', filter],
    queryFn: ({ signal }) => api.get('/items/count', ItemCount, { filter }, signal),
    enabled: SentFilterText.safeParse(filter).success && isOfItemsAlone(filter),
    staleTime: KEPT_MS,
  });

/** How many items meet a filter; undefined where it asks of more than items, and while it does not read. */
export function useItemCount(filter: string, isAsked: boolean): ItemCount | undefined {
  const query = countQuery(useApi(), filter);
  const isCounted = isAsked && query.enabled === true;
  const { data } = useQuery({ ...query, enabled: isCounted });
  return isCounted ? data : undefined;
}

/** The names of the catalogue's attributes, the most usual first. */
export function useAttributeNames(): string[] {
  const { data } = useQuery(fieldsQuery(useApi()));
  return data?.fields.flatMap(({ names: [first, name] }) => (first === 'attributes' && name ? [name] : [])) ?? [];
}

/** Values of a field that the catalogue has, the most usual first; none of a field that is not of items. */
export function useKnownValues(field: Field): string[] {
  const { data } = useQuery(fieldsQuery(useApi()));
  const names = namesInCatalogue(field);
  const known = names && data?.fields.find((one) => one.names.join('\n') === names.join('\n'));
  return known?.values.map(({ value }) => value) ?? [];
}

/** What a customer's brands and categories are among the items. */
const OF_ITEMS: Readonly<Record<string, string>> = {
  ...{ brands: 'brand', categories: 'category', top_brand: 'brand', top_category: 'category' },
};

function namesInCatalogue({ root, names }: Field): readonly string[] | undefined {
  if (root === 'item') return names;
  const [first = '', ...others] = names;
  if (root === 'context' && first === 'item') return others;
  const same = root === 'customer' ? OF_ITEMS[first] : undefined;
  return same === undefined ? undefined : [same];
}

/** The shop's currency, which never changes. */
export function useCurrency(): string | undefined {
  const { data } = useQuery({ ...homeQuery(useApi()), refetchInterval: false, staleTime: Number.POSITIVE_INFINITY });
  return data?.shop.currency;
}
