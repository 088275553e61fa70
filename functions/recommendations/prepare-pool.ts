import {
  basketOf,
  dismissedItemsOf,
  historyOf,
  type OnlineState,
  purchasesOf,
} from '../../core/customers/online-state.ts';
import type { CustomerState } from '../../core/customers/read-customer-state.ts';
import type { CatalogueRow } from '../../core/items/contract.ts';
import type { ItemRepository } from '../../core/items/item-repository.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import { ValidationError } from '../../core/platform/errors.ts';
import type { CandidateRepository } from '../../core/recommendations/candidate-repository.ts';
import type { GetRecommendationsQuery } from '../../core/recommendations/contract.ts';
import { excludeItems, exclusionsOf, isExcluded } from '../../core/recommendations/exclude-items.ts';
import type { FilterScope } from '../../core/recommendations/filter/compile-filter.ts';
import { scopeOfRequest } from '../../core/recommendations/filter-scope.ts';
import {
  EVENT_WEIGHTS,
  gatherCandidates,
  POOL_SIZE,
  type PoolItem,
  RECENT_ITEMS,
  recentItemsOf,
} from '../../core/recommendations/gather-candidates.ts';
import type { Recipe } from '../../core/recommendations/recipe.ts';
import { createCounterfactuals } from '../../core/recommendations/think-away.ts';

/** The pool is gathered wider than it is kept, because the rules take some away. */
const GATHERED = 300;

export type SlateQuery = Pick<GetRecommendationsQuery, 'surface' | 'k' | 'itemId' | 'itemIds'>;

export interface PoolSources {
  readonly candidates: Pick<CandidateRepository, 'neighboursOf' | 'popular'>;
  readonly items: Pick<ItemRepository, 'getMany'>;
}

export interface PoolRequest {
  readonly shop: ShopId;
  readonly person: CustomerState;
  readonly recipe: Omit<Recipe, 'name' | 'version'>;
  readonly query: SlateQuery;
  readonly isHeldOut: boolean;
  /** Of the candidate lists. */
  readonly version: string;
  /** A filter will take some away, so more is read. */
  readonly isFiltered: boolean;
  readonly now: Date;
}

export interface PreparedPool {
  /** What may be chosen, best first as far as the lists know. */
  readonly pool: readonly PoolItem[];
  readonly catalogue: ReadonlyMap<string, CatalogueRow>;
  readonly scopeOf: (item: Pick<PoolItem, 'itemId'>) => FilterScope;
  readonly counterfactualOf: ReturnType<typeof createCounterfactuals>;
}

/** Where a recipe's items come from, less what nobody may be shown, with what is needed to filter and to explain. */
export async function preparePool(request: PoolRequest, sources: PoolSources): Promise<PreparedPool> {
  const { shop, person, recipe, query, isHeldOut, version, now } = request;
  const { state } = person;
  const options = { weights: { ...EVENT_WEIGHTS, ...recipe.eventWeights }, minPrice: recipe.minEventPrice };
  const history = isHeldOut ? [] : historiesOf(recipe.base, state);
  const looked = isHeldOut ? undefined : lookedAt(recipe.base, query.itemId, now);
  // One more than is asked, so that any one of them can be thought away.
  const asked = recentItemsOf(history, looked, { ...options, limit: RECENT_ITEMS + 1 });
  const recent = asked.slice(0, RECENT_ITEMS);
  const [neighbours, popular] = await Promise.all([
    sources.candidates.neighboursOf(
      shop,
      version,
      asked.map(({ itemId }) => itemId),
    ),
    sources.candidates.popular(shop, version),
  ]);
  const lists = { neighbours, popular };
  const purchases = purchasesOf(state);
  const exclusions = exclusionsOf(
    recipe.exclude,
    {
      purchased: purchases.map(({ itemId }) => itemId),
      inBasket: basketOf(state, now),
      dismissed: dismissedItemsOf(state),
    },
    query.itemId,
  );
  const gathered = gatherFor(request, gatherCandidates(recent, neighbours, popular), purchases);
  const promoted = isHeldOut ? [] : promotedItems(recipe, gathered);
  // What is excluded anyway need not be read.
  const wanted = gathered.filter(({ itemId }) => !isExcluded(exclusions, itemId));
  const worthReading = [...wanted.slice(0, request.isFiltered ? GATHERED : POOL_SIZE), ...promoted];
  const looksAt = [...recent.map(({ itemId }) => itemId), ...(query.itemId === undefined ? [] : [query.itemId])];
  const rows = await sources.items.getMany(shop, [...worthReading.map(({ itemId }) => itemId), ...looksAt]);
  const catalogue = new Map(rows.map((row) => [row.itemId, row]));
  const pool = excludeItems(worthReading, catalogue, exclusions);
  return {
    pool,
    catalogue,
    scopeOf: scopeOfRequest({
      person,
      purchased: purchases.map(({ itemId }) => itemId),
      recentIds: recent.map(({ itemId }) => itemId),
      catalogue,
      surface: query.surface,
      itemId: query.itemId,
      now,
    }),
    counterfactualOf: createCounterfactuals(pool, lists, (without) =>
      recentItemsOf(
        history.filter(({ itemId }) => itemId !== without),
        looked?.itemId === without ? undefined : looked,
        options,
      ),
    ),
  };
}

/** What of a customer's doing speaks for the next item. */
function historiesOf(base: Recipe['base'], state: OnlineState) {
  return base === 'for-you' || base === 'rerank' ? historyOf(state) : [];
}

function lookedAt(base: Recipe['base'], itemId: string | undefined, now: Date) {
  if (base === 'related' && itemId === undefined)
    throw new ValidationError('This recipe starts from a product', [
      { pointer: 'query/itemId', detail: 'Say which product is being looked at' },
    ]);
  const speaks = base === 'for-you' || base === 'related';
  return speaks && itemId !== undefined ? { itemId, at: now.toISOString() } : undefined;
}

function gatherFor(
  { person, recipe, query, isHeldOut }: PoolRequest,
  gathered: readonly PoolItem[],
  purchases: ReturnType<typeof purchasesOf>,
): readonly PoolItem[] {
  if (recipe.base === 'rerank') {
    if (!query.itemIds)
      throw new ValidationError('This recipe puts given items in order', [
        { pointer: 'query/itemIds', detail: 'Name the items, separated by commas' },
      ]);
    const known = new Map(gathered.map((item) => [item.itemId, item]));
    const given = query.itemIds.map(
      (itemId): PoolItem => ({ ...known.get(itemId), itemId, score: 0, source: 'given' }),
    );
    return given;
  }
  if (isHeldOut) return gathered;
  if (recipe.base === 'buy-again') return ownItems(purchases, 'purchase');
  if (recipe.base === 'recently-viewed') return ownItems(viewsOf(person.state), 'view');
  return gathered;
}

/** The newest first; the score falls from 1 with the place, because no model speaks here. */
function ownItems(own: readonly { itemId: string; at: string }[], kind: 'purchase' | 'view'): PoolItem[] {
  return own.map(({ itemId, at }, index) => ({
    itemId,
    score: 1 - index / own.length,
    source: 'history',
    evidence: { itemId, kind, at, support: 1 },
  }));
}

function viewsOf(state: OnlineState) {
  const newest = historyOf(state)
    .reverse()
    .flatMap(({ kind, itemId, stamp }) =>
      kind === 'view' && itemId !== undefined ? [{ itemId, at: new Date(stamp[0]).toISOString() }] : [],
    );
  return [...new Map(newest.toReversed().map((view) => [view.itemId, view])).values()].sort((left, right) =>
    right.at.localeCompare(left.at),
  );
}

function promotedItems({ promotions }: Pick<Recipe, 'promotions'>, gathered: readonly PoolItem[]): PoolItem[] {
  const known = new Set(gathered.map(({ itemId }) => itemId));
  const named = new Set(promotions.flatMap(({ itemIds = [] }) => itemIds));
  return [...named]
    .filter((itemId) => !known.has(itemId))
    .map((itemId): PoolItem => ({ itemId, score: 0, source: 'promotion' }));
}
