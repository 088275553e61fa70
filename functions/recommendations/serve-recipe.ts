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
  /** `recommender/<scorer>@<version>`, or `lists@<version>`. */
  readonly candidatesFrom: string;
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
  const { recipe, person, arm, champion, query, version, now, filter } = request;
  const isHeldOut = arm === 'holdout';
  const compiled = compileRules(recipe, now, filter);
  const rules = isHeldOut ? { ...noRules, filters: compiled.filters, asked: compiled.asked } : compiled;
  const recommender = request.recommender && chooseVariant(request.recommender, person.subject);
  const prepared = await preparePool({ ...request, recommender, isHeldOut, rules }, sources);
  const { pool, catalogue, scopeOf, isByAttributes, answeredBy } = prepared;
  const listed = {
    items: pool,
    modelVersion: answeredBy?.modelVersion ?? `candidates-${version}`,
    policy: answeredBy ? `recommender/${answeredBy.scorer}` : policyOf(pool, isHeldOut),
  };
  const ranking =
    !isHeldOut && !isByAttributes && champion && recipe.isReranked && RANKED_BY_CHAMPION.has(recipe.base)
      ? await rankPool(
          listed,
          { variant: chooseVariant(champion, person.subject), score: sources.score },
          person,
          catalogue,
          now,
          // What a request names to be put in order is put in order, all of it.
          recipe.base === 'rerank' ? POOL_SIZE : RERANKED,
        )
      : listed;
  const rowOf = ({ itemId }: PoolItem) => catalogue.get(itemId);
  const arrange = (by: CompiledRules) => arrangeSlate(ranking.items, { rules: by, k: query.k, scopeOf, rowOf });
  const candidatesFrom = answeredBy ? `${listed.policy}@${answeredBy.modelVersion}` : `lists@${version}`;
  return { prepared, ranking, candidatesFrom, rules, arrange };
}

/** Of a pool that lists gave: what stands behind whatever else they know. */
const FILLING: ReadonlySet<PoolItem['source']> = new Set(['popular', 'promotion', 'new', 'catalogue']);

function policyOf(pool: readonly PoolItem[], isHeldOut: boolean): string {
  if (isHeldOut) return 'holdout-popular';
  const first = pool.find(({ source }) => !FILLING.has(source));
  return first?.source ?? (pool.length ? 'popular' : 'none');
}
