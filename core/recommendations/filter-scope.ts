import { basketOf } from '../customers/basket.ts';
import { attributesOf, historyOf } from '../customers/online-state.ts';
import type { CustomerState } from '../customers/read-customer-state.ts';
import type { CatalogueRow } from '../items/contract.ts';
import type { FilterScope } from './filter/compile-filter.ts';
import type { PoolItem } from './gather-candidates.ts';

export interface ScopeOptions {
  readonly person: CustomerState;
  readonly purchased: readonly string[];
  /** The last items of the customer, whose brands and categories are theirs. */
  readonly recentIds: readonly string[];
  readonly catalogue: ReadonlyMap<string, CatalogueRow>;
  readonly surface: string;
  readonly itemId?: string | undefined;
  readonly now: Date;
}

/** What filters see of a request, as FILTER_FIELDS names it; the same for every item but for the item itself. */
export function scopeOfRequest(options: ScopeOptions): (item: Pick<PoolItem, 'itemId'>) => FilterScope {
  const { person, purchased, recentIds, catalogue, surface, itemId, now } = options;
  const history = historyOf(person.state);
  const recent = recentIds.flatMap((id) => catalogue.get(id) ?? []);
  const last = history.at(-1);
  const customer = {
    isKnown: person.isKnown,
    attributes: attributesOf(person.state),
    basket: basketOf(person.state, now),
    purchased,
    viewed: [...new Set(history.flatMap(({ kind, itemId: id }) => (kind === 'view' && id !== undefined ? [id] : [])))],
    brands: [...new Set(recent.map(({ brand }) => brand).filter(Boolean))],
    categories: [...new Set(recent.flatMap(({ category }) => category))],
    interactions: history.length,
    ...(last ? { lastSeenAt: new Date(last.stamp[0]).toISOString() } : {}),
  };
  const looked = itemId === undefined ? undefined : catalogue.get(itemId);
  const context = { surface, ...(itemId === undefined ? {} : { itemId }), ...(looked ? { item: looked } : {}) };
  return (item) => ({ item: catalogue.get(item.itemId) ?? {}, customer, context, now: now.getTime() });
}
