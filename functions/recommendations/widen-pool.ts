import type { PartOfItem } from '../../core/items/contract.ts';
import type { ItemRepository } from '../../core/items/item-repository.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import type { Filter, FilterScope } from '../../core/recommendations/filter/compile-filter.ts';
import type { Expression } from '../../core/recommendations/filter/grammar.ts';
import { itemsWithin, reachOfAll, traitsIn } from '../../core/recommendations/filter/reach.ts';
import { pathsOf } from '../../core/recommendations/filter-text.ts';
import { type PoolItem, RERANKED } from '../../core/recommendations/gather-candidates.ts';
import type { Recipe } from '../../core/recommendations/recipe.ts';
import { MOST_RETRIEVED } from '../../core/recommendations/recommender-contract.ts';
import { slotsOf } from '../../core/recommendations/rules/arrange-slate.ts';
import type { CompiledRules } from '../../core/recommendations/rules/compile-rules.ts';
import type { Gathered } from './gather-pool.ts';
import { searchCatalogue } from './search-catalogue.ts';

export interface Widening {
  readonly shop: ShopId;
  readonly recipe: Pick<Recipe, 'base' | 'exclude'>;
  readonly isHeldOut: boolean;
  readonly rules: Pick<CompiledRules, 'filters' | 'asked' | 'promotions'>;
  readonly k: number;
  readonly scopeOf: (item: Pick<PoolItem, 'itemId'>) => FilterScope;
  /** Whether an item need not be looked for: the pool is with or without it for good. */
  readonly isSettled: (itemId: string) => boolean;
  readonly more: Gathered['more'];
  /** Reads the rows of items and answers those that may be shown. */
  readonly read: (items: readonly PoolItem[]) => Promise<readonly PoolItem[]>;
  /** Whether an item may be shown, as far as some of its row tells. */
  readonly mayBeShown: (item: PartOfItem) => boolean;
  readonly items: Pick<ItemRepository, 'withTrait' | 'stretch'>;
}

export interface Widened {
  readonly pool: readonly PoolItem[];
  /** Whether a filter has too few items, and others that nobody looked at may meet it. */
  readonly hasUnseen: boolean;
}

/** Bases that may suggest whatever the shop has (or has reduced); the others show what they are named for alone. */
const OPEN: ReadonlySet<Recipe['base']> = new Set(['for-you', 'related', 'popular', 'next-best-action', 'on-sale']);

/** Each is one query, kept for a minute. */
const TRAITS_READ = 40;

/**
 * What of a pool meets the filters; where that is less than a champion orders, which no slate is longer than, with what
 * else in the whole catalogue does; and for each promotion that has too few items for its slots, as many more as it lacks.
 */
export async function widenPool(pool: readonly PoolItem[], widening: Widening): Promise<Widened> {
  const { rules, recipe, isHeldOut, k, scopeOf } = widening;
  const meets = meetsAll(rules);
  const first = pool.filter((item) => meets(scopeOf(item)));
  // Rows take away too where only what is reduced now may stay.
  const isThinned = rules.asked.length > 0 || (recipe.base === 'on-sale' && !isHeldOut);
  const isOpen = OPEN.has(recipe.base) || (isHeldOut && recipe.base !== 'rerank');
  const wider =
    isThinned && first.length < RERANKED
      ? await seek({ asked: rules.asked, met: first, meets, enough: k, isOpen }, widening)
      : { pool: first, hasUnseen: false };

  const isKnown = new Set(wider.pool.map(({ itemId }) => itemId));
  const brought = await Promise.all(
    rules.promotions.map(async ({ asked, matches, ...promotion }): Promise<Widened> => {
      const missing = slotsOf(promotion, k) - wider.pool.filter((item) => matches(scopeOf(item))).length;
      if (!asked || missing <= 0) return { pool: [], hasUnseen: false };
      const isWanted: Filter = (scope) => !isKnown.has(String(scope.item.itemId)) && meets(scope) && matches(scope);
      const sought = { asked: [...rules.asked, asked], met: [], meets: isWanted, enough: missing, isOpen: true };
      const { pool: found, hasUnseen } = await seek(sought, widening);
      const promoted = found.slice(0, missing).map((item): PoolItem => ({ ...item, score: 0, source: 'promotion' }));
      return { pool: promoted, hasUnseen };
    }),
  );
  return {
    pool: distinct([wider, ...brought].flatMap((one) => one.pool)),
    hasUnseen: [wider, ...brought].some((one) => one.hasUnseen),
  };
}

/** All filters as one. */
export const meetsAll =
  ({ filters }: Pick<CompiledRules, 'filters'>): Filter =>
  (scope) =>
    filters.every((one) => one(scope));

interface Sought {
  readonly asked: readonly Expression[];
  /** What is known to meet it, ranked anew among the others. */
  readonly met: readonly PoolItem[];
  readonly meets: Filter;
  /** As many as are wanted: whoever is left with fewer reads the catalogue. */
  readonly enough: number;
  readonly isOpen: boolean;
}

/** What meets what is asked, best first: of what lists tell of and suits the customer, and else of what the catalogue has. */
async function seek(sought: Sought, widening: Widening): Promise<Widened> {
  const { met, meets, enough, isOpen } = sought;
  const { shop, rules, scopeOf, read, more, items, mayBeShown, recipe, isHeldOut } = widening;
  const fitting = async (some: readonly PoolItem[], others: readonly PoolItem[]) =>
    distinct([...(await read(some)).filter((item) => meets(scopeOf(item))), ...others]);
  const looked = await look(sought, widening);
  const pool = await fitting(looked.items, met);
  // What is reduced is told by a list of its own.
  const mayBeElsewhere = isOpen && !looked.isAll && (recipe.base !== 'on-sale' || isHeldOut);
  if (pool.length >= enough || !mayBeElsewhere) return { pool, hasUnseen: false };
  const [fields, scope] = [fieldsOf(rules), scopeOf({ itemId: '' })];
  const { itemIds, hasUnseen } = await searchCatalogue(
    (behind) => items.stretch(shop, fields, behind),
    (item) => mayBeShown(item) && meets({ ...scope, item }),
  );
  const among = new Set([...pool.map(({ itemId }) => itemId), ...itemIds]);
  const found = among.size > pool.length ? await fitting(await more([...among]), pool) : pool;
  return { pool: found, hasUnseen: hasUnseen && found.length < enough };
}

/** What may meet all that is asked, best first. */
async function look(
  { asked, met, isOpen }: Sought,
  { shop, scopeOf, isSettled, more, items, recipe }: Widening,
): Promise<{ readonly items: readonly PoolItem[]; readonly isAll: boolean }> {
  const { item: _, ...scope } = scopeOf({ itemId: '' });
  const reach = reachOfAll(isOpen ? asked : [], { ...scope, showsSoldOut: !recipe.exclude.outOfStock });
  // What is told without any list is not looked up in one.
  const traits = itemsWithin(reach, new Map()).isWhole ? [] : [...new Set(traitsIn(reach))].slice(0, TRAITS_READ);
  const lists = await Promise.all(traits.map(async (trait) => [trait, await items.withTrait(shop, trait)] as const));
  const within = itemsWithin(reach, new Map(lists));
  const { itemIds } = within;
  // Lists lack what was last put before they were kept: so it is where they tell of nothing, or not of what is known.
  const told = new Set(itemIds);
  const isTold = (told.size > 0 || !lists.length) && met.every(({ itemId }) => told.has(itemId));
  const isWhole = within.isWhole && isTold;
  if (isWhole && itemIds.every(isSettled)) return { items: [], isAll: true };
  const these = itemIds.length ? [...new Set([...met.map(({ itemId }) => itemId), ...itemIds])] : [];
  const answers = await Promise.all([...(isWhole ? [] : [more()]), ...(these.length ? [more(these)] : [])]);
  const halves = answers.flatMap((found) => found.slice(0, MOST_RETRIEVED / answers.length));
  const best = distinct([...halves, ...answers.flat()]).slice(0, MOST_RETRIEVED);
  return { items: best, isAll: isWhole && itemIds.length <= MOST_RETRIEVED };
}

/** What of items any rule speaks of, so that all that are looked for share what is read. */
function fieldsOf({ asked, promotions }: Widening['rules']): string[] {
  const paths = [...asked, ...promotions.flatMap((promotion) => promotion.asked ?? [])].flatMap(pathsOf);
  const names = paths.flatMap(({ root, names: [name] }) => (root === 'item' && name !== undefined ? [name] : []));
  return [...new Set(names)].toSorted();
}

function distinct(items: readonly PoolItem[]): PoolItem[] {
  const seen = new Set<string>();
  return items.filter(({ itemId }) => !seen.has(itemId) && seen.add(itemId));
}
