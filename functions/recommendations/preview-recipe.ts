import { type Named, readCustomerState } from '../../core/customers/read-customer-state.ts';
import type { ShopProfile } from '../../core/platform/contract.ts';
import type { RecommendedItem } from '../../core/recommendations/contract.ts';
import { type Counterfactual, explainItem } from '../../core/recommendations/explain-item.ts';
import type { PoolItem } from '../../core/recommendations/gather-candidates.ts';
import { rankingQuality, type Scaled, scaledOf } from '../../core/recommendations/ranking-quality.ts';
import type { PreviewRecipeRequest, RecipePreview, RuleEffect } from '../../core/recommendations/recipe-contract.ts';
import type { Arranged } from '../../core/recommendations/rules/arrange-slate.ts';
import { compileRules, noRules } from '../../core/recommendations/rules/compile-rules.ts';
import { rulePartsOf } from '../../core/recommendations/rules/rule-parts.ts';
import { armOf, type SlateSources } from './get-recommendations.ts';
import { type ServedRecipe, type ServeRequest, serveRecipe } from './serve-recipe.ts';

export interface PreviewRequest {
  readonly shop: ShopProfile;
  readonly named: Named;
  readonly request: PreviewRecipeRequest;
  readonly now: Date;
}

/**
 * What a draft would show somebody, what it would be without any rule, and what each rule changes and costs. Nothing is
 * drawn by chance and no decision is written down, because nobody is shown anything. A customer of the holdout is
 * previewed as if treated, which the answer says.
 */
export async function previewRecipe(
  { shop, named, request, now }: PreviewRequest,
  sources: SlateSources,
): Promise<RecipePreview> {
  const { recipe, ...query } = request;
  const [person, { champion, recommender, lists }] = await Promise.all([
    readCustomerState(shop.shop, named, sources.states),
    sources.pointers(shop.shop),
  ]);
  const common = { shop: shop.shop, person, query, arm: 'treated', version: lists?.version ?? 'none', now } as const;
  const { filter: _, ...unfilteredRecipe } = recipe;
  // A filter decides what is read and ranked at all, so what would be without it is gathered anew.
  const serve = (rankers: Pick<ServeRequest, 'champion' | 'recommender'>) =>
    Promise.all([
      serveRecipe({ ...common, ...rankers, recipe }, sources),
      recipe.filter === undefined
        ? undefined
        : serveRecipe({ ...common, ...rankers, recipe: unfilteredRecipe }, sources),
    ]);
  const first = await serve({ champion, recommender });
  // Who answered one of the two and was late for the other judges neither: the lists are never late.
  const [served, unfiltered] = areComparable(...first)
    ? first
    : await serve({ champion: undefined, recommender: undefined });
  const whole = unfiltered ?? served;
  const full = served.arrange(served.rules);
  const ranked = scoresOf(whole, served);
  const unruled = slateOf(whole.arrange(noRules));
  const shown = async (items: readonly PoolItem[], by: ServedRecipe, promoted: ReadonlySet<string>) => {
    const counterfactuals = await by.prepared.counterfactualsOf(items);
    return items.map((item) => shownItem(item, by, promoted, counterfactuals.get(item.itemId)));
  };
  const [withRules, withoutRules] = await Promise.all([
    shown(slateOf(full), served, full.promoted),
    shown(unruled, whole, new Set()),
  ]);
  const places = new Map(unruled.map(({ itemId }, index) => [itemId, index + 1]));
  return {
    modelVersion: served.ranking.modelVersion,
    policy: served.ranking.policy,
    experimentArm: armOf(shop, person),
    ...(served.prepared.hasUnseen ? { hasUnseen: true } : {}),
    items: withRules.map((item) => ({
      ...item,
      ...(places.has(item.itemId) ? { unruledPosition: places.get(item.itemId) } : {}),
    })),
    unruled: withoutRules,
    quality: rankingQuality(slateOf(full), ranked),
    rules: rulePartsOf(recipe).map(({ pointer, name, without }) => {
      const base = without.filter === undefined ? whole : served;
      const other = slateOf(base.arrange(compileRules(without, now)));
      return { pointer, name, ...effectOf(slateOf(full), other, ranked) };
    }),
  };
}

/** Whether the same have found and ranked both; of nothing there is nothing to compare. */
const areComparable = (one: ServedRecipe, other: ServedRecipe | undefined): boolean =>
  [one, other].some((served) => !served?.ranking.items.length) ||
  (one.candidatesFrom === other?.candidatesFrom && one.ranking.modelVersion === other.ranking.modelVersion);

/** Everything that was ranked, once each, with its score. */
const scoresOf = (...served: readonly ServedRecipe[]): Scaled[] => {
  const scaled = served.flatMap(({ ranking, isByRecommender }) => scaledOf(ranking.items, isByRecommender));
  return [...new Map(scaled.map((item) => [item.itemId, item])).values()];
};

const slateOf = ({ ordered, length }: Arranged<PoolItem>) => ordered.slice(0, length);

function shownItem(
  item: PoolItem,
  { prepared }: ServedRecipe,
  promoted: ReadonlySet<string>,
  counterfactual: Counterfactual | undefined,
): RecommendedItem {
  const titleOf = (itemId: string) => prepared.catalogue.get(itemId)?.title ?? itemId;
  const { itemId, source, score, action } = item;
  return {
    itemId,
    source,
    score,
    ...(action === undefined ? {} : { action }),
    propensity: 1,
    title: titleOf(itemId),
    price: prepared.catalogue.get(itemId)?.price ?? 0,
    reasons: explainItem(item, { titleOf, isPromoted: promoted.has(itemId), counterfactual }),
  };
}

function effectOf(
  full: readonly PoolItem[],
  without: readonly PoolItem[],
  ranked: readonly Scaled[],
): Omit<RuleEffect, 'pointer' | 'name'> {
  const before = new Map(without.map(({ itemId }, index) => [itemId, index]));
  const after = new Map(full.map(({ itemId }, index) => [itemId, index]));
  const [kept, left] = [rankingQuality(full, ranked), rankingQuality(without, ranked)];
  return {
    brought: [...after.keys()].filter((itemId) => !before.has(itemId)),
    removed: [...before.keys()].filter((itemId) => !after.has(itemId)),
    moved: [...after].filter(([itemId, index]) => before.has(itemId) && before.get(itemId) !== index).length,
    cost: { ndcg: left.ndcg - kept.ndcg, meanScore: left.meanScore - kept.meanScore },
  };
}
