import { basketLinesOf, basketOf } from '../../core/customers/basket.ts';
import {
  attributesOf,
  historyOf,
  type Interaction,
  type OnlineState,
  purchasesOf,
  takenOutOf,
  viewsOf,
} from '../../core/customers/online-state.ts';
import type { CustomerState } from '../../core/customers/read-customer-state.ts';
import type { CatalogueRow } from '../../core/items/contract.ts';
import { LISTED_ON_SALE } from '../../core/items/item-repository.ts';
import type { Variant } from '../../core/models/contract.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import { poolOfAnswer } from '../../core/recommendations/ask-recommender.ts';
import type { CandidateRepository } from '../../core/recommendations/candidate-repository.ts';
import type { AttributeLine, GetRecommendationsQuery, PopularItem } from '../../core/recommendations/contract.ts';
import type { Exclusions } from '../../core/recommendations/exclude-items.ts';
import {
  gatherCandidates,
  POOL_SIZE,
  type PoolItem,
  RECENT_ITEMS,
  type RecentItem,
  recentItemsOf,
} from '../../core/recommendations/gather-candidates.ts';
import { nextActions, ownItems } from '../../core/recommendations/next-actions.ts';
import { popularFor } from '../../core/recommendations/popular-for.ts';
import type { Recipe } from '../../core/recommendations/recipe.ts';
import {
  MOST_RETRIEVED,
  type RecommenderAnswer,
  type RecommenderRequest,
} from '../../core/recommendations/recommender-contract.ts';
import type { OrderWithout } from '../../core/recommendations/think-away.ts';
import { EVENT_WEIGHTS } from '../../core/recommendations/weigh-event.ts';
import { amongOthers, type Ranking } from './rank-pool.ts';
import { lessItem, newerThanLists, RETRIEVED, retrieve } from './retrieve-candidates.ts';

export type SlateQuery = Pick<GetRecommendationsQuery, 'surface' | 'k' | 'itemId' | 'itemIds'> &
  Partial<Pick<GetRecommendationsQuery, 'counterfactuals'>>;

export interface GatherSources {
  readonly candidates: Pick<
    CandidateRepository,
    'neighboursOf' | 'popular' | 'popularWith' | 'boughtWith' | 'trending'
  >;
  readonly items: {
    /** Items that came into the catalogue after a moment, as many as one answer can take in, and of `met` all first. */
    readonly newSince: (shop: ShopId, since: string, met: readonly string[]) => Promise<readonly CatalogueRow[]>;
    readonly onSale: (shop: ShopId) => Promise<readonly string[]>;
  };
  /** Answers undefined when the endpoint is gone, broken or late: the lists then serve. */
  readonly retrieve: (variant: Variant, request: RecommenderRequest) => Promise<RecommenderAnswer | undefined>;
}

export interface PoolRequest {
  readonly shop: ShopId;
  readonly person: CustomerState;
  readonly recipe: Omit<Recipe, 'name' | 'version'>;
  readonly query: SlateQuery;
  readonly isHeldOut: boolean;
  /** Of the candidate lists. */
  readonly version: string;
  /** The recommender's endpoint for this customer, where the shop has one. */
  readonly recommender?: Variant | undefined;
  readonly now: Date;
}

export interface Gathered {
  readonly items: readonly PoolItem[];
  /** Items that are newer than what serves, where the lists do. A recommender ranks them among its own. */
  readonly newItems: readonly CatalogueRow[];
  /** The customer's last items, as many as speak. */
  readonly recent: readonly RecentItem[];
  /** The order had the customer never met one of their items. A recommender is asked again, where the query wants that. */
  readonly orderWithout: OrderWithout;
  /** Items of the pool as the recommender would order them, where one answers with any of them; others keep their place among these. */
  readonly orderOf: (items: readonly PoolItem[]) => Promise<Ranking | undefined>;
  /** Asked again: further down than `items` go where a recommender gave them, once a slate, or of certain items alone, whether or not anybody knows them. */
  readonly more: (only?: readonly string[]) => Promise<readonly PoolItem[]>;
  /** Whether attributes gave the order, which the champion knows nothing of. */
  readonly isByAttributes: boolean;
  /** Set where the recommender's endpoint answered. */
  readonly answeredBy?: Omit<Ranking, 'items'>;
}

/** Where a recipe's items come from: the recommender if it answers in time, else the lists, best first. */
export async function gatherPool(
  request: PoolRequest,
  exclusions: Exclusions,
  sources: GatherSources,
): Promise<Gathered> {
  const { shop, person, recipe, query, isHeldOut, version, now } = request;
  const options = { weights: { ...EVENT_WEIGHTS, ...recipe.eventWeights }, minPrice: recipe.minEventPrice };
  const history = isHeldOut ? [] : historiesOf(recipe.base, person.state, now);
  const looked = isHeldOut ? undefined : lookedAt(recipe.base, query.itemId, now);
  // One more than is asked, so that any one of them can be thought away.
  const asked = recentItemsOf(history, looked, { ...options, limit: RECENT_ITEMS + 1 });
  const recent = asked.slice(0, RECENT_ITEMS);
  const ids = asked.map(({ itemId }) => itemId);
  // What was taken out of the basket may come back, and speaks neither for others nor against itself.
  const takenOut = takenOutOf(history);
  const kept = history.filter(({ itemId }) => itemId === undefined || !takenOut.has(itemId));
  // Models are judged without the item that was met last, so they are served without it, and lists in their place alike.
  const metLast = ids.filter((itemId) => !takenOut.has(itemId)).slice(0, 1);
  const isBasket = recipe.base === 'bought-together' && !isHeldOut;
  const isAction = recipe.base === 'next-best-action' && !isHeldOut;
  const known = { history: kept, looked, ...options };
  const exclude = [...excludedIds(exclusions), ...metLast];
  const saying = recent.length ? Promise.resolve([]) : saidOf(request, sources);
  const [said, neighbours, popular, answer, withBasket] = await Promise.all([
    saying,
    isBasket ? sources.candidates.boughtWith(shop, version, ids) : sources.candidates.neighboursOf(shop, version, ids),
    sources.candidates.popular(shop, version),
    // Nobody asks the recommender for somebody whom attributes speak for: it knows nothing of them.
    saying.then((lines) =>
      lines.length || !RETRIEVED.has(recipe.base)
        ? undefined
        : retrieve(request, known, { exclude, k: POOL_SIZE }, sources),
    ),
    isAction ? goesWithBasket(request, sources) : [],
  ]);
  const isByAttributes = said.length > 0;
  const filling = isBasket ? [] : popular;
  const mayCome = ({ itemId }: { readonly itemId: string }) => !RETRIEVED.has(recipe.base) || !metLast.includes(itemId);
  const gathered = isByAttributes ? popularFor(popular, said) : gatherCandidates(recent, neighbours, filling);
  const readAnswer = (answered: RecommenderAnswer) => poolOfAnswer(answered, { history, looked }, neighbours, popular);
  const found = answer ? readAnswer(answer) : await itemsFor(request, gathered.filter(mayCome), popular, sources);
  const suggest = (items: readonly PoolItem[]) => (isAction ? actionsFor(request, withBasket, items) : items);
  const askAgain = async (only?: readonly string[]) => {
    // There is nothing further down than an answer that is shorter than was asked.
    const isAnswered = answer && (only || answer.candidates.length >= POOL_SIZE);
    const again = isAnswered && (await retrieve(request, known, { exclude, only, k: MOST_RETRIEVED }, sources));
    const ranked = again ? readAnswer(again) : found;
    return suggest(only ? amongThese(only, ranked, new Set(exclude)) : ranked);
  };
  let furtherDown: ReturnType<typeof askAgain> | undefined;
  return {
    items: suggest(found),
    newItems: answer ? [] : (await newerThanLists(request, sources)).filter(mayCome),
    recent,
    isByAttributes,
    orderWithout: async (without) => {
      // Given items stand as they were given, and actions in turn from several lists: no order to think anything away from.
      if (recipe.base === 'rerank' || isAction || (answer && !query.counterfactuals)) return undefined;
      const others = lessItem({ ...known, history: answer ? kept : history }, without);
      const left = answer
        ? (await retrieve(request, others, { exclude, k: POOL_SIZE }, sources))?.candidates
        : gatherCandidates(recentItemsOf(others.history, others.looked, options), neighbours, filling);
      const isWhole = !answer || (left?.length ?? 0) < POOL_SIZE;
      return left && { items: left.map(({ itemId }) => itemId), isWhole };
    },
    orderOf: async (these) => {
      if (!these.length) return undefined;
      const only = these.map(({ itemId }) => itemId);
      const order = await retrieve(request, known, { exclude: metLast, only, also: only, k: only.length }, sources);
      const ordered = order && inOrderOf(readAnswer(order), these);
      return ordered && { items: ordered, ...rankedBy(order) };
    },
    more: (only) => {
      if (only) return askAgain(only);
      furtherDown ??= askAgain();
      return furtherDown;
    },
    ...(answer ? { answeredBy: rankedBy(answer) } : {}),
  };
}

/** What popularity is with customers like somebody who has done nothing yet; other recipes show what they are named for. */
const saidOf = async (
  { shop, person, recipe, isHeldOut, version }: PoolRequest,
  { candidates }: GatherSources,
): Promise<readonly AttributeLine[]> =>
  isHeldOut || recipe.base !== 'for-you' ? [] : candidates.popularWith(shop, version, attributesOf(person.state));

const excludedIds = ({ purchased, inBasket, dismissed, current }: Exclusions): string[] => [
  ...purchased,
  ...inBasket,
  ...dismissed,
  ...(current === undefined ? [] : [current]),
];

const SPEAKS_WHOLE: ReadonlySet<Recipe['base']> = new Set(['for-you', 'rerank', 'on-sale', 'next-best-action']);

/** What of a customer's doing speaks for the next item. */
function historiesOf(base: Recipe['base'], state: OnlineState, now: Date): Interaction[] {
  const inBasket = new Set(basketOf(state, now));
  // Of an item that is still in the basket a removal took some pieces, which says nothing against it.
  const spoken = historyOf(state).filter(({ kind, itemId = '' }) => kind !== 'remove' || !inBasket.has(itemId));
  if (SPEAKS_WHOLE.has(base)) return spoken;
  return base === 'bought-together' ? spoken.filter(({ itemId = '' }) => inBasket.has(itemId)) : [];
}

function lookedAt(base: Recipe['base'], itemId: string | undefined, now: Date) {
  const speaks = base === 'for-you' || base === 'related' || base === 'bought-together';
  return speaks && itemId !== undefined ? { itemId, at: now.toISOString() } : undefined;
}

async function itemsFor(
  { shop, person, recipe, query, isHeldOut, version }: PoolRequest,
  gathered: readonly PoolItem[],
  popular: readonly PopularItem[],
  { candidates, items }: GatherSources,
): Promise<readonly PoolItem[]> {
  if (recipe.base === 'rerank') return givenItems(query, gathered);
  if (isHeldOut) return gathered;
  switch (recipe.base) {
    case 'buy-again':
      return ownItems(purchasesOf(person.state), 'purchase');
    case 'recently-viewed':
      return ownItems(viewsOf(person.state), 'view');
    case 'bought-together':
      return gathered.map((item) => ({ ...item, source: 'bought-together' }));
    case 'trending':
      return risingItems(await candidates.trending(shop, version), popular);
    case 'on-sale':
      return reducedItems(await items.onSale(shop), gathered);
    default:
      return gathered;
  }
}

/** What goes with the basket is known from orders. */
async function goesWithBasket(
  { shop, person, version, now }: PoolRequest,
  { candidates }: GatherSources,
): Promise<readonly PoolItem[]> {
  const lines = basketLinesOf(person.state, now).slice(0, RECENT_ITEMS);
  const speaking = lines.map((line) => ({ ...line, kind: 'add' as const, weight: 1 }));
  const boughtWith = await candidates.boughtWith(
    shop,
    version,
    speaking.map(({ itemId }) => itemId),
  );
  return gatherCandidates(speaking, boughtWith, []).map((item) => ({ ...item, source: 'bought-together' }));
}

/** What the customer could do next. */
const actionsFor = (
  { person: { state }, now }: PoolRequest,
  withBasket: readonly PoolItem[],
  suggested: readonly PoolItem[],
): readonly PoolItem[] =>
  nextActions({
    basket: basketLinesOf(state, now),
    viewed: viewsOf(state),
    bought: purchasesOf(state),
    withBasket,
    suggested,
  });

/** The ranking of some items alone, and behind it those of them that nobody ranked, as many as one answer holds. */
function amongThese(only: readonly string[], ranked: readonly PoolItem[], excluded: ReadonlySet<string>): PoolItem[] {
  const wanted = new Set(only);
  const found = ranked.filter(({ itemId }) => wanted.has(itemId));
  const known = new Set(found.map(({ itemId }) => itemId));
  const unranked = only.filter((itemId) => !known.has(itemId) && !excluded.has(itemId));
  return [
    ...found,
    ...unranked
      .slice(0, Math.max(MOST_RETRIEVED - found.length, 0))
      .map((itemId): PoolItem => ({ itemId, score: 0, source: 'catalogue' })),
  ];
}

function givenItems({ itemIds = [] }: SlateQuery, gathered: readonly PoolItem[]): PoolItem[] {
  const known = new Map(gathered.map((item) => [item.itemId, item]));
  return itemIds.map((itemId): PoolItem => ({ ...known.get(itemId), itemId, score: 0, source: 'given' }));
}

const rankedBy = ({ modelVersion, scorer }: RecommenderAnswer): Omit<Ranking, 'items'> => ({
  modelVersion,
  policy: `recommender/${scorer}`,
});

/** What a ranking has of some items put in its order among them, each found where it was; undefined where it has none. */
function inOrderOf(ranked: readonly PoolItem[], these: readonly PoolItem[]): PoolItem[] | undefined {
  const before = new Map(these.map((item) => [item.itemId, item]));
  const ordered = ranked.flatMap((item): PoolItem[] => {
    const found = before.get(item.itemId);
    return found ? [{ ...found, ...item, foundBy: found.source }] : [];
  });
  return ordered.length ? amongOthers(these, ordered) : undefined;
}

function risingItems(rising: readonly PopularItem[], popular: readonly PopularItem[]): PoolItem[] {
  const ranks = new Map(popular.map(({ itemId }, index) => [itemId, index + 1]));
  return rising.map(({ itemId, score }, index): PoolItem => {
    const popularRank = ranks.get(itemId);
    return {
      itemId,
      score,
      source: 'trending',
      trendRank: index + 1,
      ...(popularRank === undefined ? {} : { popularRank }),
    };
  });
}

/** What suits the customer first, then the rest as the shop lists it; the score falls from 1 with the place. */
function reducedItems(onSale: readonly string[], gathered: readonly PoolItem[]): PoolItem[] {
  const isReduced = new Set(onSale);
  // A full list does not tell of everything that is reduced; of what suits the customer best the rows then do.
  const lookedAt = onSale.length < LISTED_ON_SALE ? 0 : 2 * POOL_SIZE;
  const fitting = gathered.filter(({ itemId }, place) => place < lookedAt || isReduced.has(itemId));
  const met = new Set(fitting.map(({ itemId }) => itemId));
  const others = onSale.filter((itemId) => !met.has(itemId)).map((itemId) => ({ itemId }));
  const all: readonly Partial<PoolItem & { itemId: string }>[] = [...fitting, ...others];
  return all.flatMap((item, index): PoolItem[] =>
    item.itemId === undefined
      ? []
      : [{ ...item, itemId: item.itemId, score: 1 - index / all.length, source: 'on-sale' }],
  );
}
