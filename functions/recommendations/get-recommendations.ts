import { basketOf, historyOf, type Interaction, purchasedItemsOf } from '../../core/customers/online-state.ts';
import type { Named } from '../../core/customers/read-customer-state.ts';
import { type CustomerState, readCustomerState } from '../../core/customers/read-customer-state.ts';
import type { StateRepository } from '../../core/customers/state-repository.ts';
import type { Decision } from '../../core/decisions/contract.ts';
import { assignArm } from '../../core/experiments/assign-arm.ts';
import type { CatalogueRow } from '../../core/items/contract.ts';
import type { ItemRepository } from '../../core/items/item-repository.ts';
import { chooseVariant } from '../../core/models/choose-variant.ts';
import type { Pointer, Variant } from '../../core/models/contract.ts';
import type { CandidatesPointer } from '../../core/models/model-repository.ts';
import type { ShopId, ShopProfile } from '../../core/platform/contract.ts';
import type { CandidateRepository } from '../../core/recommendations/candidate-repository.ts';
import type {
  GetRecommendationsQuery,
  PurchaseScores,
  PurchaseScoringRequest,
  Recommendations,
} from '../../core/recommendations/contract.ts';
import { excludeItems } from '../../core/recommendations/exclude-items.ts';
import { explainItem } from '../../core/recommendations/explain-item.ts';
import { type Explored, exploreSlate } from '../../core/recommendations/explore-slate.ts';
import {
  gatherCandidates,
  POOL_SIZE,
  type PoolItem,
  recentItemsOf,
} from '../../core/recommendations/gather-candidates.ts';

/** As many as the re-ranker can score within its deadline. */
const RERANKED = 50;
/** The pool is gathered wider than it is kept, because the rules take some away. */
const GATHERED = 300;

export interface RecommendationSources {
  readonly states: Pick<StateRepository, 'get'>;
  readonly candidates: Pick<CandidateRepository, 'neighboursOf' | 'popular'>;
  readonly items: Pick<ItemRepository, 'getMany'>;
  readonly pointers: (
    shop: ShopId,
  ) => Promise<{ readonly champion: Pointer | undefined; readonly lists: CandidatesPointer | undefined }>;
  /** Answers undefined when the endpoint is gone, broken or late: the slate then does without it. */
  readonly score: (variant: Variant, request: PurchaseScoringRequest) => Promise<PurchaseScores | undefined>;
  /** Writes the decision down; the answer does not go out before. */
  readonly log: (decision: Decision) => Promise<void>;
  /** In [0, 1). */
  readonly random: () => number;
}

export interface RecommendationRequest {
  readonly shop: ShopProfile;
  readonly named: Named;
  readonly query: Pick<GetRecommendationsQuery, 'surface' | 'k' | 'itemId'>;
  readonly requestId: string;
  readonly now: Date;
}

interface RankedItem extends Omit<PoolItem, 'source'> {
  readonly source: Decision['candidates'][number]['source'];
}

interface Ranking {
  readonly items: readonly RankedItem[];
  readonly modelVersion: string;
  readonly policy: string;
}

/**
 * One slate. Candidates come from what goes with the customer's last items and from what is popular; the champion
 * orders them if it answers in time; the same rules hold whoever ordered. The holdout sees what is popular.
 */
export async function getRecommendations(
  request: RecommendationRequest,
  sources: RecommendationSources,
): Promise<Recommendations> {
  const { shop, named, query, now } = request;
  const [person, { champion, lists }] = await Promise.all([
    readCustomerState(shop.shop, named, sources.states),
    sources.pointers(shop.shop),
  ]);
  const arm = assignArm(person.names, {
    salt: shop.experimentSalt,
    holdoutShare: shop.holdoutShare,
  });
  const version = lists?.version ?? 'none';
  const { pool, catalogue } = await gatherPool(
    shop.shop,
    person,
    query.itemId,
    arm === 'holdout',
    version,
    now,
    sources,
  );
  const listed: Ranking = {
    items: pool,
    modelVersion: `candidates-${version}`,
    policy: arm === 'holdout' ? 'holdout-popular' : policyOf(pool),
  };
  const ranking =
    arm === 'treated' && champion && pool.length
      ? await rerank(listed, chooseVariant(champion, person.subject), person, catalogue, now, sources)
      : listed;
  const explored = exploreSlate(ranking.items, query.k, sources.random(), arm === 'holdout' ? { epsilon: 0 } : {});
  const titleOf = (itemId: string) => catalogue.get(itemId)?.title ?? itemId;
  const chosen = explored.map((one, position) => chosenItem(one, position, titleOf));
  await sources.log({
    requestId: request.requestId,
    shop: shop.shop,
    customer: person.subject,
    isKnown: person.isKnown,
    kind: 'slate',
    surface: query.surface,
    at: now.toISOString(),
    experimentArm: arm,
    modelVersion: ranking.modelVersion,
    policy: ranking.policy,
    candidates: ranking.items.slice(0, POOL_SIZE).map(({ itemId, score, source }) => ({ itemId, score, source })),
    chosen,
  });
  return {
    requestId: request.requestId,
    surface: query.surface,
    modelVersion: ranking.modelVersion,
    experimentArm: arm,
    policy: ranking.policy,
    items: chosen.map((item) => ({
      ...item,
      title: titleOf(item.itemId),
      price: catalogue.get(item.itemId)?.price ?? 0,
    })),
  };
}

const policyOf = (pool: readonly PoolItem[]) =>
  pool.some(({ source }) => source === 'co-visitation') ? 'co-visitation' : 'popular';

async function gatherPool(
  shop: ShopId,
  { state }: CustomerState,
  current: string | undefined,
  isHeldOut: boolean,
  version: string,
  now: Date,
  { candidates, items }: RecommendationSources,
) {
  const looked = current === undefined ? undefined : { itemId: current, at: now.toISOString() };
  const recent = isHeldOut ? [] : recentItemsOf(historyOf(state), looked);
  const recentIds = recent.map(({ itemId }) => itemId);
  const [neighbours, popular] = await Promise.all([
    candidates.neighboursOf(shop, version, recentIds),
    candidates.popular(shop, version),
  ]);
  const gathered = gatherCandidates(recent, neighbours, popular).slice(0, GATHERED);
  const exclusions = { purchased: new Set(purchasedItemsOf(state)), inBasket: new Set(basketOf(state, now)), current };
  // What is excluded anyway need not be read.
  const worthReading = gathered
    .filter(({ itemId }) => !exclusions.purchased.has(itemId) && !exclusions.inBasket.has(itemId))
    .slice(0, POOL_SIZE);
  const rows = await items.getMany(shop, [...worthReading.map(({ itemId }) => itemId), ...recentIds]);
  const catalogue = new Map(rows.map((row) => [row.itemId, row]));
  return { pool: excludeItems(worthReading, catalogue, exclusions), catalogue };
}

async function rerank(
  listed: Ranking,
  variant: Variant,
  { state }: CustomerState,
  catalogue: ReadonlyMap<string, CatalogueRow>,
  now: Date,
  { score }: RecommendationSources,
): Promise<Ranking> {
  const head = listed.items.slice(0, RERANKED);
  const history = historyOf(state).flatMap(toHistory);
  const items = Object.fromEntries(head.flatMap(({ itemId }) => describe(catalogue.get(itemId))));
  const answer = await score(variant, {
    requests: [{ at: now.toISOString(), history, candidates: head.map(({ itemId }) => ({ itemId })), items }],
  });
  const scores = answer?.scores[0];
  if (!answer || scores?.length !== head.length) return listed;
  const ranked = head.map((item, index): RankedItem => ({ ...item, score: scores[index] ?? 0, source: 'champion' }));
  // Items of one score keep the order of the lists.
  ranked.sort((left, right) => right.score - left.score);
  return {
    items: [...ranked, ...listed.items.slice(RERANKED)],
    modelVersion: variant.modelVersion,
    policy: `champion/${variant.scorer}`,
  };
}

function toHistory({ stamp, kind, itemId, price, quantity }: Interaction) {
  if (itemId === undefined || (kind !== 'view' && kind !== 'add' && kind !== 'purchase')) return [];
  return [
    {
      itemId,
      kind,
      at: new Date(stamp[0]).toISOString(),
      ...(price === undefined ? {} : { price }),
      ...(quantity === undefined ? {} : { quantity }),
    },
  ];
}

function describe(row: CatalogueRow | undefined) {
  if (!row) return [];
  const { title, description, category, brand, price } = row;
  return [[row.itemId, { title, description: description.slice(0, 300), category, brand, price }] as const];
}

function chosenItem(
  { item, propensity, isExplored }: Explored<RankedItem>,
  position: number,
  titleOf: (itemId: string) => string,
) {
  return {
    itemId: item.itemId,
    position,
    source: item.source,
    score: item.score,
    propensity,
    reasons: explainItem(item, titleOf, isExplored),
  };
}
