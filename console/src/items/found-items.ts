import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { ItemPage } from '../../../core/items/contract.ts';
import type { ApiClient } from '../api/api-client.ts';

/** So many are offered at once. */
const MOST_OFFERED = 20;
/** Of a search that finds few among many; each is a request. */
const MOST_PAGES = 5;

export interface FoundItems {
  readonly items: ItemPage['data'];
  readonly hasMore: boolean;
}

/** An item to choose; one without a title is taken for an id. */
export interface Offer {
  readonly itemId: string;
  readonly title?: string;
  readonly isHidden?: boolean;
}

/** What the catalogue has under words or an id that begin so; of nothing typed its first items. */
export const foundItemsQuery = (api: ApiClient, search: string) =>
  queryOptions({
    queryKey: ['items', 'found', search],
    queryFn: ({ signal }) => findItems(api, search, signal),
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  });

/** A page of a search may be short while there is more, so some are read one after the other. */
export async function findItems(
  api: Pick<ApiClient, 'get'>,
  search: string,
  signal?: AbortSignal,
): Promise<FoundItems> {
  const items: ItemPage['data'] = [];
  let cursor: string | undefined;
  for (let read = 0; read < MOST_PAGES; read++) {
    const page: ItemPage = await api.get('/items', ItemPage, { search, limit: MOST_OFFERED, cursor }, signal);
    items.push(...page.data);
    if (page.next_cursor === null) return { items: items.slice(0, MOST_OFFERED), hasMore: items.length > MOST_OFFERED };
    if (items.length >= MOST_OFFERED) break;
    cursor = page.next_cursor;
  }
  return { items: items.slice(0, MOST_OFFERED), hasMore: true };
}

/** What was found and is not chosen yet; where nothing was, the words themselves, for they may be an id to come. */
export function offersOf(found: FoundItems, search: string, chosen: readonly string[]): Offer[] {
  const offers: Offer[] = found.items.length || !search ? [...found.items] : [{ itemId: search }];
  return offers.filter(({ itemId }) => !chosen.includes(itemId));
}

/** How far the catalogue was searched, in one word. */
export function outcomeOf({ items, hasMore }: FoundItems, search: string) {
  if (!search) return hasMore ? 'first' : 'all';
  if (!items.length) return hasMore ? 'noneYet' : 'none';
  return hasMore ? 'more' : 'found';
}

/** Ids that somebody typed or pasted. */
export const idsIn = (text: string): string[] => text.split(/[,\n]/).flatMap((id) => id.trim() || []);
