import { basketOf } from '../../core/customers/basket.ts';
import { dismissedItemsOf, purchasesOf } from '../../core/customers/online-state.ts';
import type { CatalogueRow } from '../../core/items/contract.ts';
import type { ItemRepository } from '../../core/items/item-repository.ts';
import { saleOf } from '../../core/items/price-history.ts';
import { excludeItems, exclusionsOf, isExcluded, mayBeShown } from '../../core/recommendations/exclude-items.ts';
import type { Counterfactual } from '../../core/recommendations/explain-item.ts';
import type { FilterScope } from '../../core/recommendations/filter/compile-filter.ts';
import { scopeOfRequest } from '../../core/recommendations/filter-scope.ts';
import { POOL_SIZE, type PoolItem } from '../../core/recommendations/gather-candidates.ts';
import { mixNewItems, newItemsFor } from '../../core/recommendations/mix-new-items.ts';
import type { Recipe } from '../../core/recommendations/recipe.ts';
import { isRunning } from '../../core/recommendations/rules/compile-rules.ts';
import { thinkAway } from '../../core/recommendations/think-away.ts';
import { type Gathered, type GatherSources, gatherPool, type PoolRequest } from './gather-pool.ts';
import { meetsAll, type Widened, type Widening, widenPool } from './widen-pool.ts';

/** Each of a customer's items that is thought away is one more question to a recommender. */
const ASKED_AGAIN = 5;

export interface PoolSources extends GatherSources {
  readonly items: GatherSources['items'] & Pick<ItemRepository, 'getMany' | 'stretch' | 'withTrait'>;
}

export interface PreparedPool
  extends Pick<Gathered, 'answeredBy' | 'isByAttributes' | 'orderOf'>,
    Pick<Widened, 'hasUnseen'> {
  /** What may be chosen and meets the filters, best first as far as recommender or lists know. */
  readonly pool: readonly PoolItem[];
  readonly catalogue: ReadonlyMap<string, CatalogueRow>;
  readonly scopeOf: (item: Pick<PoolItem, 'itemId'>) => FilterScope;
  /** What the place of each would be without the customer's item that led to it, by item; fewer where that is dear to know. */
  readonly counterfactualsOf: (items: readonly PoolItem[]) => Promise<ReadonlyMap<string, Counterfactual>>;
}

/** Where a recipe's items come from, less what nobody may be shown, with what is needed to filter and to explain. */
export async function preparePool(
  request: PoolRequest & Pick<Widening, 'rules'>,
  sources: PoolSources,
): Promise<PreparedPool> {
  const { shop, person, recipe, query, isHeldOut, rules, now } = request;
  const { state } = person;
  const purchased = purchasesOf(state).map(({ itemId }) => itemId);
  const exclusions = exclusionsOf(
    recipe.exclude,
    { purchased, inBasket: basketOf(state, now), dismissed: dismissedItemsOf(state) },
    query.itemId,
  );
  const gathered = await gatherPool(request, exclusions, sources);
  const { items, newItems, recent, isByAttributes, answeredBy } = gathered;
  // What is excluded anyway need not be read.
  const wanted = items.filter(({ itemId }) => !isExcluded(exclusions, itemId)).slice(0, POOL_SIZE);
  const promoted = isHeldOut ? [] : promotedItems(recipe, wanted, now);
  const worthReading = [...wanted, ...promoted];
  const recentIds = recent.map(({ itemId }) => itemId);
  const looksAt = [...recentIds, ...(query.itemId === undefined ? [] : [query.itemId])];
  const catalogue = new Map<string, CatalogueRow>();
  const reading = new Map<string, Promise<void>>();
  const readUnread = async (itemIds: readonly string[]) => {
    for (const row of await sources.items.getMany(shop, itemIds)) catalogue.set(row.itemId, row);
  };
  const read = async (some: readonly PoolItem[], alsoRead: readonly string[] = []) => {
    const ids = [...some.map(({ itemId }) => itemId), ...alsoRead].filter((itemId) => !catalogue.has(itemId));
    const unread = ids.filter((itemId) => !reading.has(itemId));
    if (unread.length) {
      const rows = readUnread(unread);
      for (const itemId of unread) reading.set(itemId, rows);
    }
    await Promise.all(new Set(ids.map((itemId) => reading.get(itemId))));
    const allowed = excludeItems(some, catalogue, exclusions);
    return recipe.base === 'on-sale' && !isHeldOut ? stillReduced(allowed, catalogue, now) : allowed;
  };
  const first = await read(worthReading, looksAt);
  for (const row of newItems) if (!catalogue.has(row.itemId)) catalogue.set(row.itemId, row);
  const scopeOf = scopeOfRequest({
    person,
    purchased,
    recentIds,
    catalogue,
    surface: query.surface,
    itemId: query.itemId,
    now,
  });
  const worthRead = new Set(worthReading.map(({ itemId }) => itemId));
  const { pool: listed, hasUnseen } = await widenPool(first, {
    ...{ shop, recipe, isHeldOut, rules, k: query.k, scopeOf, read },
    isSettled: (itemId) => worthRead.has(itemId) || isExcluded(exclusions, itemId),
    more: gathered.more,
    mayBeShown: (item) => mayBeShown(item.itemId, item, exclusions),
    items: sources.items,
  });
  const speaking = recent.flatMap(({ itemId, weight }) => (weight > 0 ? (catalogue.get(itemId) ?? []) : []));
  const action = recipe.base === 'next-best-action' ? { action: 'discover' as const } : {};
  const fresh = newItemsFor(person.subject, newItems, speaking).map((item) => ({ ...item, ...action }));
  const meets = meetsAll(rules);
  const fitting = excludeItems(fresh, catalogue, exclusions).filter((item) => meets(scopeOf(item)));
  const pool = mixNewItems(listed, fitting, query.k);
  return {
    pool,
    hasUnseen,
    isByAttributes,
    orderOf: gathered.orderOf,
    catalogue,
    scopeOf,
    counterfactualsOf: (shown) => thinkAway(listed, shown, gathered.orderWithout, answeredBy ? ASKED_AGAIN : undefined),
    ...(answeredBy ? { answeredBy } : {}),
  };
}

/** The list says what was reduced when it was last put; the row says whether it is now, and by how much. */
function stillReduced(pool: readonly PoolItem[], catalogue: ReadonlyMap<string, CatalogueRow>, now: Date): PoolItem[] {
  return pool.flatMap((item) => {
    const row = catalogue.get(item.itemId);
    const sale = row && saleOf(row, now);
    const source = item.source === 'catalogue' ? 'on-sale' : item.source;
    return sale ? [{ ...item, source, reduction: sale.reduction }] : [];
  });
}

function promotedItems(
  { promotions }: Pick<Recipe, 'promotions'>,
  gathered: readonly PoolItem[],
  now: Date,
): PoolItem[] {
  const known = new Set(gathered.map(({ itemId }) => itemId));
  const running = promotions.filter((promotion) => isRunning(promotion, now));
  const named = new Set(running.flatMap(({ itemIds = [] }) => itemIds));
  return [...named]
    .filter((itemId) => !known.has(itemId))
    .map((itemId): PoolItem => ({ itemId, score: 0, source: 'promotion' }));
}
