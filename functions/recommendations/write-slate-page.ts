import { createHash } from 'node:crypto';
import type * as z from 'zod';
import { type CustomerState, readCustomerState } from '../../core/customers/read-customer-state.ts';
import type { PageQuery, ShopId, ShopProfile } from '../../core/platform/contract.ts';
import type { Page } from '../../core/platform/cursor.ts';
import { UnavailableError } from '../../core/platform/errors.ts';
import { fault } from '../../core/platform/fault.ts';
import { inParallel } from '../../core/platform/in-parallel.ts';
import type { CustomerLine, SlateBatch, SlateLine } from '../../core/recommendations/batch-contract.ts';
import type { BatchFiles } from '../../core/recommendations/batch-files.ts';
import type { SlateBatchRepository } from '../../core/recommendations/batch-repository.ts';
import type { PoolItem } from '../../core/recommendations/gather-candidates.ts';
import { type Recipe, versionedName } from '../../core/recommendations/recipe.ts';
import type { RecipeRepository } from '../../core/recommendations/recipe-repository.ts';
import type { WriteSlatePageInput, WriteSlatePageOutput } from '../../workflows/recommend-batch/contract.ts';
import { keepBest } from './best-of-part.ts';
import { getRecipe } from './get-recipe.ts';
import { armOf, getRecommendations, type RecommendationSources } from './get-recommendations.ts';
import { serveRecipe } from './serve-recipe.ts';

const PAGE = 100;
const AT_ONCE = 4;

export interface SlatePagePorts {
  readonly listPseudonyms: (shop: ShopId, shard: number, page: PageQuery) => Promise<Page<string>>;
  readonly files: Pick<BatchFiles, 'read' | 'write'>;
  readonly batches: Pick<SlateBatchRepository, 'notePart'>;
  readonly recipes: Pick<RecipeRepository, 'standingRecipe' | 'findVersion'>;
  /** The recipe is the batch's, in no experiment. */
  readonly sources: Omit<RecommendationSources, 'random' | 'recipes'>;
}

interface Work {
  readonly shop: ShopProfile;
  readonly batch: SlateBatch;
  readonly recipe: Recipe;
}

type Position = Pick<z.infer<typeof WriteSlatePageInput>, 'shard' | 'cursor' | 'pages' | 'customers'>;
type Walked = z.infer<typeof WriteSlatePageOutput>;

/**
 * Page after page while there is time, so that the history of a part's execution stays short however big the shop is. All
 * are made by the recipe as it stood when the batch was started.
 */
export async function writeSlatePages(
  shop: ShopProfile,
  batch: SlateBatch,
  from: Position,
  ports: SlatePagePorts,
  hasTime: () => boolean,
): Promise<Walked> {
  const { request, recipeVersion } = batch;
  const recipe = await getRecipe(shop.shop, { name: request.recipe, version: recipeVersion }, ports.recipes);
  const work = { shop, batch, recipe };
  let walked = await writeSlatePage(work, from, ports);
  while (walked.cursor !== null && hasTime()) {
    const next = await writeSlatePage(work, walked, ports).catch(() => undefined);
    // What is written stands: the next call begins with the page that failed, and throws what ails it.
    if (!next) break;
    walked = next;
  }
  const { shard, customers, cursor: rest } = walked;
  await ports.batches.notePart(shop.shop, batch.batchId, shard, { customers, isDone: rest === null });
  return walked;
}

/**
 * One page of customers: a file of their slates, or the best of the part so far. Whatever is drawn comes from batch and
 * customer, so writing it again changes nothing.
 */
async function writeSlatePage(
  work: Work,
  { shard, cursor, pages, customers }: Position,
  { listPseudonyms, files, sources }: SlatePagePorts,
): Promise<Walked> {
  const { shop, batch } = work;
  const page = await listPseudonyms(shop.shop, shard, { limit: PAGE, cursor: cursor ?? undefined });
  const { batchId, request } = batch;
  const hasLines =
    request.kind === 'slates'
      ? await keepLines(
          page.data,
          async (customer) => [await slateOf(work, request, customer, sources)],
          (slates) => files.write(shop.shop, batchId, `${shard}-${pages}`, slates),
        )
      : await keepLines(
          page.data,
          (customer) => likeliestItems(work, request, customer, sources),
          (lines) => keepBest({ shop: shop.shop, batchId, shard, pages }, lines, request.size, files),
        );
  return {
    shard,
    cursor: page.next_cursor,
    pages: pages + (hasLines ? 1 : 0),
    customers: customers + page.data.length,
  };
}

/** Keeps what there is to say of each customer, in their order, and answers whether there was anything. */
async function keepLines<Line extends object>(
  customers: readonly string[],
  linesOf: (customer: string) => Promise<readonly Line[]>,
  keep: (lines: readonly Line[]) => Promise<void>,
): Promise<boolean> {
  const found = new Map<string, readonly Line[]>();
  await inParallel(customers, AT_ONCE, async (customer) => {
    found.set(customer, await linesOf(customer));
  });
  const lines = customers.flatMap((customer) => found.get(customer) ?? []);
  if (lines.length) await keep(lines);
  return lines.length > 0;
}

type SlatesRequest = Extract<SlateBatch['request'], { kind: 'slates' }>;
type CustomersRequest = Extract<SlateBatch['request'], { kind: 'customers' }>;

async function slateOf(
  { shop, batch: { batchId, startedAt }, recipe }: Work,
  { surface, k, filter }: SlatesRequest,
  customer: string,
  sources: SlatePagePorts['sources'],
): Promise<SlateLine> {
  const requestId = `${batchId}.${digestOf(batchId, customer).toString('hex').slice(0, 16)}`;
  const slate = await getRecommendations(
    {
      shop,
      named: { customer },
      query: { surface, k, recipe: recipe.name, ...(filter === undefined ? {} : { filter }) },
      requestId,
      now: new Date(startedAt),
    },
    {
      ...sources,
      recipes: { find: async () => recipe, experiment: async () => undefined },
      random: drawnFrom(batchId, customer),
    },
  );
  const { experimentArm, modelVersion, candidatesFrom, hasUnseen } = slate;
  const items = slate.items.map(({ itemId, score, source, propensity }) => ({ itemId, score, source, propensity }));
  return {
    customer,
    requestId,
    recipe: versionedName(recipe),
    experimentArm,
    modelVersion,
    ...(candidatesFrom === undefined ? {} : { candidatesFrom }),
    ...(hasUnseen === undefined ? {} : { hasUnseen }),
    items,
  };
}

/**
 * The first of the batch's items for the customer; where nobody had met some of them when the champion was made, the first of
 * these as well, put in order among themselves. Nobody decides anything here, so nothing is logged; the holdout is named so
 * that a campaign can leave it alone.
 */
async function likeliestItems(
  work: Work,
  request: CustomersRequest,
  customer: string,
  sources: SlatePagePorts['sources'],
): Promise<CustomerLine[]> {
  const { shop, recipe } = work;
  const person = await readCustomerState(shop.shop, { customer }, sources.states);
  const met = await firstOf(request.itemIds, person, work, request, sources);
  const unmet = met.others.length ? [await firstOf(met.others, person, work, request, sources)] : [];
  return [met, ...unmet].flatMap(({ first, modelVersion, isOfUnmet }): CustomerLine[] => {
    if (!first) return [];
    const { itemId, score } = first;
    const said = { customer, itemId, score, recipe: versionedName(recipe), experimentArm: armOf(shop, person) };
    return [{ ...said, modelVersion, ...(isOfUnmet ? { isUnmet: true } : {}) }];
  });
}

/** The first of some items as `rerank` would put them in order for the customer, under the recipe, and those that the champion left where they stood. */
async function firstOf(
  itemIds: readonly string[],
  person: CustomerState,
  { shop, batch: { startedAt }, recipe }: Work,
  { filter }: CustomersRequest,
  sources: SlatePagePorts['sources'],
) {
  const { champion } = await sources.pointers(shop.shop);
  const { ranking, rules, arrange } = await serveRecipe(
    {
      shop: shop.shop,
      person,
      recipe: { ...recipe, base: 'rerank' },
      query: { surface: 'email', k: 1, itemIds: [...itemIds] },
      arm: 'treated',
      champion,
      recommender: undefined,
      version: 'none',
      now: new Date(startedAt),
      filter,
    },
    sources,
  );
  const { items, modelVersion, isOfUnmet } = ranking;
  // A probability and a rank of a list are not on one scale: better no file than a mixed one.
  if (items.length && !items.some(isByChampion)) throw new UnavailableError(fault('champion-asleep', {}));
  const others = items.filter((item) => !isByChampion(item)).map(({ itemId }) => itemId);
  return { first: arrange(rules).ordered.find(isByChampion), others, modelVersion, isOfUnmet };
}

const isByChampion = ({ source }: Pick<PoolItem, 'source'>) => source === 'champion';

const digestOf = (batchId: string, customer: string) => createHash('sha256').update(`${batchId} ${customer}`).digest();

/** Numbers in [0, 1) that are the same each time this batch comes to this customer. */
function drawnFrom(batchId: string, customer: string): () => number {
  let drawn = 0;
  return () => digestOf(`${batchId} ${drawn++}`, customer).readUInt32BE(0) / 2 ** 32;
}
