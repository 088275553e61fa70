import type { ItemRepository } from '../../core/items/item-repository.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import type { FilterScope } from '../../core/recommendations/filter/compile-filter.ts';
import type { Expression } from '../../core/recommendations/filter/grammar.ts';
import { itemsWithin, reachOfAll, traitsIn } from '../../core/recommendations/filter/reach.ts';
import { type PoolItem, RERANKED } from '../../core/recommendations/gather-candidates.ts';
import type { Recipe } from '../../core/recommendations/recipe.ts';
import { MOST_RETRIEVED } from '../../core/recommendations/recommender-contract.ts';
import { slotsOf } from '../../core/recommendations/rules/arrange-slate.ts';
import type { CompiledPromotion, CompiledRules } from '../../core/recommendations/rules/compile-rules.ts';
import type { Gathered } from './gather-pool.ts';

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
  readonly withTrait: ItemRepository['withTrait'];
}

/** Bases that may suggest whatever the shop has (or has reduced); the others show what they are named for alone. */
const OPEN: ReadonlySet<Recipe['base']> = new Set(['for-you', 'related', 'popular', 'next-best-action', 'on-sale']);

/** Each is one query, kept for a minute. */
const TRAITS_READ = 40;

/**
 * What of a pool meets the filters; where that is less than a champion orders, which no slate is longer than, with what
 * else in the whole catalogue does; and for each promotion that has too few items for its slots, as many more as it lacks.
 */
export async function widenPool(pool: readonly PoolItem[], widening: Widening): Promise<readonly PoolItem[]> {
  const { rules, recipe, isHeldOut, k, scopeOf, read } = widening;
  const meets = meetsAll(rules, scopeOf);
  const first = pool.filter(meets);
  // Rows take away too where only what is reduced now may stay.
  const isThinned = rules.asked.length > 0 || (recipe.base === 'on-sale' && !isHeldOut);
  const isOpen = OPEN.has(recipe.base) || (isHeldOut && recipe.base !== 'rerank');
  const wider = isThinned && first.length < RERANKED ? await look(rules.asked, first, isOpen, widening) : [];
  const fitting = distinct([...(await read(wider)).filter(meets), ...first]);

  const isKnown = new Set(fitting.map(({ itemId }) => itemId));
  const lacking = (promotion: CompiledPromotion) =>
    slotsOf(promotion, k) - fitting.filter((item) => promotion.matches(scopeOf(item))).length;
  const brought = await Promise.all(
    rules.promotions.map(async (promotion) => {
      const missing = lacking(promotion);
      if (!promotion.asked || missing <= 0) return [];
      const found = await look([...rules.asked, promotion.asked], [], true, widening);
      const others = found.filter(({ itemId }) => !isKnown.has(itemId));
      const allowed = (await read(others)).filter((item) => meets(item) && promotion.matches(scopeOf(item)));
      return allowed.slice(0, missing).map((item): PoolItem => ({ ...item, score: 0, source: 'promotion' }));
    }),
  );
  return distinct([...fitting, ...brought.flat()]);
}

/** Whether an item meets all filters. */
export const meetsAll =
  ({ filters }: Pick<CompiledRules, 'filters'>, scopeOf: Widening['scopeOf']) =>
  (item: PoolItem): boolean =>
    filters.every((one) => one(scopeOf(item)));

/** What may meet all that is asked, best first. */
async function look(
  asked: readonly Expression[],
  /** What is known to meet it, ranked anew among the others. */
  met: readonly PoolItem[],
  isOpen: boolean,
  { shop, scopeOf, isSettled, more, withTrait, recipe }: Widening,
): Promise<PoolItem[]> {
  const { item: _, ...scope } = scopeOf({ itemId: '' });
  const reach = reachOfAll(isOpen ? asked : [], { ...scope, showsSoldOut: !recipe.exclude.outOfStock });
  // What is told without any list is not looked up in one.
  const traits = itemsWithin(reach, new Map()).isWhole ? [] : [...new Set(traitsIn(reach))].slice(0, TRAITS_READ);
  const lists = await Promise.all(traits.map(async (trait) => [trait, await withTrait(shop, trait)] as const));
  const within = itemsWithin(reach, new Map(lists));
  const { itemIds } = within;
  // Lists lack what was last put before they were kept: so it is where they tell of nothing, or not of what is known.
  const told = new Set(itemIds);
  const isTold = (told.size > 0 || !lists.length) && met.every(({ itemId }) => told.has(itemId));
  const isWhole = within.isWhole && isTold;
  if (isWhole && itemIds.every(isSettled)) return [];
  const these = itemIds.length ? [...new Set([...met.map(({ itemId }) => itemId), ...itemIds])] : [];
  const answers = await Promise.all([...(isWhole ? [] : [more()]), ...(these.length ? [more(these)] : [])]);
  const halves = answers.flatMap((items) => items.slice(0, MOST_RETRIEVED / answers.length));
  return distinct([...halves, ...answers.flat()]).slice(0, MOST_RETRIEVED);
}

function distinct(items: readonly PoolItem[]): PoolItem[] {
  const seen = new Set<string>();
  return items.filter(({ itemId }) => !seen.has(itemId) && seen.add(itemId));
}
