import type { Arm } from '../../core/experiments/assign-arm.ts';
import { chooseVariant } from '../../core/models/choose-variant.ts';
import type { Pointer } from '../../core/models/contract.ts';
import { POOL_SIZE, type PoolItem, RERANKED } from '../../core/recommendations/gather-candidates.ts';
import type { Recipe } from '../../core/recommendations/recipe.ts';
import { type Arranged, arrangeSlate } from '../../core/recommendations/rules/arrange-slate.ts';
import { type CompiledRules, compileRules, noRules } from '../../core/recommendations/rules/compile-rules.ts';
import type { PoolRequest } from './gather-pool.ts';
import { type PoolSources, type PreparedPool, preparePool } from './prepare-pool.ts';
import { type Ranker, type Ranking, rankPool } from './rank-pool.ts';

/** Bases whose order the champion decides; the others have an order of their own. */
const RANKED_BY_CHAMPION: ReadonlySet<Recipe['base']> = new Set(['for-you', 'related', 'rerank', 'next-best-action']);

export interface ServedRecipe {
  readonly prepared: PreparedPool;
  readonly ranking: Ranking;
  /** `recommender/<scorer>@<version>`, `lists@<version>`, or `request`. */
  readonly candidatesFrom: string;
  /** Whether a recommender found the candidates, or put in order what was given: its scores are on one scale. */
  readonly isByRecommender: boolean;
  readonly rules: CompiledRules;
  /** The slate under these rules; a preview arranges it under others too. */
  readonly arrange: (rules: CompiledRules) => Arranged<PoolItem>;
}

export interface ServeRequest extends Omit<PoolRequest, 'isHeldOut' | 'recommender'> {
  readonly arm: Arm;
  readonly champion: Pointer | undefined;
  readonly recommender: Pointer | undefined;
  /** The request's own filter. */
  readonly filter?: string | undefined;
}

/** Candidates of one recipe in their order, and its rules. Filter and exclusions hold for the holdout too; all else is treatment. */
export async function serveRecipe(
  request: ServeRequest,
  sources: PoolSources & Pick<Ranker, 'score'>,
): Promise<ServedRecipe> {
  const { recipe, person, arm, query, version, now, filter } = request;
  const isHeldOut = arm === 'holdout';
  const compiled = compileRules(recipe, now, filter);
  const rules = isHeldOut ? { ...noRules, filters: compiled.filters, asked: compiled.asked } : compiled;
  const recommender = request.recommender && chooseVariant(request.recommender, person.subject);
  const prepared = await preparePool({ ...request, recommender, isHeldOut, rules }, sources);
  const { pool, catalogue, scopeOf, answeredBy } = prepared;
  const isGiven = recipe.base === 'rerank';
  const listed = {
    items: pool,
    modelVersion: `candidates-${version}`,
    policy: policyOf(pool, isHeldOut && !isGiven),
    ...answeredBy,
  };
  const byChampion = isHeldOut ? undefined : await askChampion(request, prepared, listed, sources);
  // What was found stands in its finder's order already; what was given has none that suits the customer.
  const byRecommender = isGiven && !byChampion ? await prepared.orderOf(pool) : undefined;
  const ranking = byChampion ?? byRecommender ?? listed;
  const rowOf = ({ itemId }: PoolItem) => catalogue.get(itemId);
  const arrange = (by: CompiledRules) => arrangeSlate(ranking.items, { rules: by, k: query.k, scopeOf, rowOf });
  const found = answeredBy ? `${answeredBy.policy}@${answeredBy.modelVersion}` : `lists@${version}`;
  const isByRecommender = (answeredBy ?? byRecommender) !== undefined;
  return { prepared, ranking, candidatesFrom: isGiven ? 'request' : found, isByRecommender, rules, arrange };
}

/** The champion's order where there is one, the recipe wants it and attributes did not order; undefined where it does not answer. */
async function askChampion(
  { recipe, person, champion, now }: ServeRequest,
  { catalogue, isByAttributes }: PreparedPool,
  listed: Ranking,
  { score }: Pick<Ranker, 'score'>,
): Promise<Ranking | undefined> {
  if (!champion || isByAttributes || !recipe.isReranked || !RANKED_BY_CHAMPION.has(recipe.base)) return undefined;
  const ranker = { variant: chooseVariant(champion, person.subject), score };
  // What a request names to be put in order is put in order, all of it.
  const most = recipe.base === 'rerank' ? POOL_SIZE : RERANKED;
  return rankPool(listed, ranker, person, catalogue, now, most);
}

/** Of a pool that lists gave: what stands behind whatever else they know. */
const FILLING: ReadonlySet<PoolItem['source']> = new Set(['popular', 'promotion', 'new', 'catalogue']);

function policyOf(pool: readonly PoolItem[], isHeldOut: boolean): string {
  if (isHeldOut) return 'holdout-popular';
  const first = pool.find(({ source }) => !FILLING.has(source));
  return first?.source ?? (pool.length ? 'popular' : 'none');
}
