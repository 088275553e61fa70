import type { Named } from '../../core/customers/read-customer-state.ts';
import { type CustomerState, readCustomerState } from '../../core/customers/read-customer-state.ts';
import type { StateRepository } from '../../core/customers/state-repository.ts';
import type { Decision } from '../../core/decisions/contract.ts';
import { type Arm, assignArm } from '../../core/experiments/assign-arm.ts';
import type { Pointer } from '../../core/models/contract.ts';
import type { CandidatesPointer } from '../../core/models/model-repository.ts';
import type { ShopId, ShopProfile } from '../../core/platform/contract.ts';
import type { GetRecommendationsQuery, Recommendations } from '../../core/recommendations/contract.ts';
import { type Counterfactual, explainItem } from '../../core/recommendations/explain-item.ts';
import { exploreSlate } from '../../core/recommendations/explore-slate.ts';
import { POOL_SIZE, type PoolItem } from '../../core/recommendations/gather-candidates.ts';
import { type Recipe, versionedName } from '../../core/recommendations/recipe.ts';
import { draftSlate } from '../../core/recommendations/rules/draft-slate.ts';
import type { SlateQuery } from './gather-pool.ts';
import type { PoolSources } from './prepare-pool.ts';
import type { Ranker } from './rank-pool.ts';
import { type RecipeSources, recipesFor } from './recipes-for.ts';
import { type ServedRecipe, serveRecipe } from './serve-recipe.ts';

export interface SlateSources extends PoolSources, Pick<Ranker, 'score'> {
  readonly states: Pick<StateRepository, 'get'>;
  readonly pointers: (shop: ShopId) => Promise<{
    /** Of the purchase model, which re-ranks. */
    readonly champion: Pointer | undefined;
    readonly recommender: Pointer | undefined;
    readonly lists: CandidatesPointer | undefined;
  }>;
}

export interface RecommendationSources extends SlateSources, RecipeSources {
  /** Writes the decision down; the answer does not go out before. */
  readonly log: (decision: Decision) => Promise<void>;
}

export interface RecommendationRequest {
  readonly shop: ShopProfile;
  readonly named: Named;
  readonly query: SlateQuery & Pick<GetRecommendationsQuery, 'recipe' | 'filter'>;
  readonly requestId: string;
  readonly now: Date;
}

/** An item in its place, with the chance it had and the recipe that brought it. */
interface Placed {
  readonly item: PoolItem;
  readonly propensity: number;
  readonly isExplored: boolean;
  readonly team?: string;
  readonly served: ServedRecipe;
  readonly isPromoted: boolean;
}

/**
 * One slate. A recipe, or the experiment of the surface, says which rules hold; the recommender finds its items, or the lists
 * do where it does not answer in time; the purchase champion orders them if it answers in time; the same rules hold whoever ordered. The holdout sees what is popular.
 */
export async function getRecommendations(
  request: RecommendationRequest,
  sources: RecommendationSources,
): Promise<Recommendations> {
  const { shop, named, query, now } = request;
  const [person, { champion, recommender, lists }] = await Promise.all([
    readCustomerState(shop.shop, named, sources.states),
    sources.pointers(shop.shop),
  ]);
  const arm = armOf(shop, person);
  const { recipes, experiment, draw } = await recipesFor(request, person, arm, sources);
  const common = { shop: shop.shop, person, query, arm, champion, recommender, version: lists?.version ?? 'none', now };
  const served = await Promise.all(
    recipes.map((recipe) => serveRecipe({ ...common, recipe, filter: query.filter }, sources)),
  );
  const placed = place(served, recipes, query.k, arm, sources.random);
  const titleOf = (itemId: string) =>
    served.map(({ prepared }) => prepared.catalogue.get(itemId)?.title).find((title) => title !== undefined) ?? itemId;
  const counterfactuals = await Promise.all(
    served.map((one) =>
      one.prepared.counterfactualsOf(placed.flatMap(({ item, served: by }) => (by === one ? [item] : []))),
    ),
  );
  const chosen = placed.map((one, position) =>
    chosenItem(one, position, titleOf, counterfactuals[served.indexOf(one.served)]?.get(one.item.itemId)),
  );
  const summary = {
    modelVersion: joined(served.map(({ ranking }) => ranking.modelVersion)),
    experimentArm: arm,
    policy: joined(served.map(({ ranking }) => ranking.policy)),
    candidatesFrom: joined(served.map((one) => one.candidatesFrom)),
    recipe: recipes.map(versionedName).join('+'),
    ...(experiment ? { experiment } : {}),
  };
  await sources.log({
    requestId: request.requestId,
    shop: shop.shop,
    customer: person.subject,
    isKnown: person.isKnown,
    kind: 'slate',
    surface: query.surface,
    at: now.toISOString(),
    ...summary,
    ...draw,
    candidates: candidatesOf(served, chosen),
    chosen,
  });
  const priceOf = (one: Placed | undefined) => one?.served.prepared.catalogue.get(one.item.itemId)?.price ?? 0;
  return {
    requestId: request.requestId,
    surface: query.surface,
    ...summary,
    ...(served.some(({ prepared }) => prepared.hasUnseen) ? { hasUnseen: true } : {}),
    items: chosen.map((item, index) => ({ ...item, title: titleOf(item.itemId), price: priceOf(placed[index]) })),
  };
}

/** What two recipes may share or not. */
const joined = (names: readonly string[]) => [...new Set(names)].join('+');

/** The arm of the global holdout. */
export const armOf = ({ experimentSalt, holdoutShare }: ShopProfile, { names }: CustomerState): Arm =>
  assignArm(names, { salt: experimentSalt, holdoutShare });

function place(
  served: readonly ServedRecipe[],
  recipes: readonly Recipe[],
  k: number,
  arm: Arm,
  random: () => number,
): Placed[] {
  const [one, other] = served;
  if (!one) return [];
  if (!other) {
    const { ordered, length, promoted } = one.arrange(one.rules);
    const epsilon = arm === 'holdout' ? 0 : (recipes[0]?.epsilon ?? 0);
    return exploreSlate(ordered, length, random(), { epsilon }).map((explored) => ({
      ...explored,
      served: one,
      isPromoted: promoted.has(explored.item.itemId),
    }));
  }
  return draftSlate(draftSideOf(one), draftSideOf(other), k, random).map(({ team, ...drafted }) => {
    const side = team === 'left' ? 0 : 1;
    return { ...drafted, isExplored: false, team: recipes[side]?.name ?? team, served: side ? other : one };
  });
}

const draftSideOf = ({ ranking, rules, prepared }: ServedRecipe) => ({
  ranked: ranking.items,
  rules,
  scopeOf: prepared.scopeOf,
  rowOf: ({ itemId }: PoolItem) => prepared.catalogue.get(itemId),
});

function chosenItem(
  { item, propensity, isExplored, team, isPromoted }: Placed,
  position: number,
  titleOf: (itemId: string) => string,
  counterfactual: Counterfactual | undefined,
) {
  return {
    itemId: item.itemId,
    position,
    source: item.source,
    score: item.score,
    propensity,
    ...(item.action === undefined ? {} : { action: item.action }),
    ...(team === undefined ? {} : { team }),
    reasons: explainItem(item, { titleOf, isExplored, isPromoted, counterfactual }),
  };
}

/**
 * What could have been chosen, best first; of two recipes, the first's before what only the second knows. A rule may choose
 * from further down than is kept of the rest.
 */
function candidatesOf(served: readonly ServedRecipe[], chosen: Decision['chosen']): Decision['candidates'] {
  const isChosen = new Set(chosen.map(({ itemId }) => itemId));
  const all = new Map<string, Decision['candidates'][number]>();
  for (const { ranking } of served) {
    for (const [place, { itemId, score, source }] of ranking.items.entries()) {
      const isKept = place < POOL_SIZE || isChosen.has(itemId);
      if (isKept && !all.has(itemId)) all.set(itemId, { itemId, score, source });
    }
  }
  return [...all.values()];
}
