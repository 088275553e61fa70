import { createHash } from 'node:crypto';
import type * as z from 'zod';
import { readCustomerState } from '../../core/customers/read-customer-state.ts';
import type { PageQuery, ShopId, ShopProfile } from '../../core/platform/contract.ts';
import type { Page } from '../../core/platform/cursor.ts';
import { UnavailableError } from '../../core/platform/errors.ts';
import { inParallel } from '../../core/platform/in-parallel.ts';
import type { CustomerLine, SlateBatch, SlateLine } from '../../core/recommendations/batch-contract.ts';
import type { BatchFiles } from '../../core/recommendations/batch-files.ts';
import { Recipe } from '../../core/recommendations/recipe.ts';
import type { WriteSlatePageInput, WriteSlatePageOutput } from '../../workflows/recommend-batch/contract.ts';
import { armOf, getRecommendations, type RecommendationSources } from './get-recommendations.ts';
import { serveRecipe } from './serve-recipe.ts';

const PAGE = 100;
const AT_ONCE = 4;

export interface SlatePagePorts {
  readonly listPseudonyms: (shop: ShopId, shard: number, page: PageQuery) => Promise<Page<string>>;
  readonly files: Pick<BatchFiles, 'write'>;
  readonly sources: Omit<RecommendationSources, 'random'>;
}

type Input = z.infer<typeof WriteSlatePageInput>;

/** One page of customers as one file. Whatever is drawn comes from batch and customer, so writing it again changes nothing. */
export async function writeSlatePage(
  shop: ShopProfile,
  batch: SlateBatch,
  { shard, cursor, pages, customers }: Pick<Input, 'shard' | 'cursor' | 'pages' | 'customers'>,
  { listPseudonyms, files, sources }: SlatePagePorts,
): Promise<z.infer<typeof WriteSlatePageOutput>> {
  const page = await listPseudonyms(shop.shop, shard, { limit: PAGE, cursor: cursor ?? undefined });
  const found = new Map<string, SlateLine | CustomerLine>();
  await inParallel(page.data, AT_ONCE, async (customer) => {
    const line =
      batch.request.kind === 'slates'
        ? await slateOf(shop, batch, batch.request, customer, sources)
        : await likeliestItem(shop, batch, batch.request.itemIds, customer, sources);
    if (line) found.set(customer, line);
  });
  const rows = page.data.flatMap((customer) => found.get(customer) ?? []);
  if (rows.length) await files.write(shop.shop, batch.batchId, fileName(shard, pages), rows);
  return {
    shard,
    cursor: page.next_cursor,
    pages: pages + (rows.length ? 1 : 0),
    customers: customers + page.data.length,
  };
}

export const fileName = (shard: number, page: number) => `${shard}-${page}`;

type SlatesRequest = Extract<SlateBatch['request'], { kind: 'slates' }>;

async function slateOf(
  shop: ShopProfile,
  { batchId, startedAt }: SlateBatch,
  { recipe, surface, k, filter }: SlatesRequest,
  customer: string,
  sources: SlatePagePorts['sources'],
): Promise<SlateLine> {
  const requestId = `${batchId}.${digestOf(batchId, customer).toString('hex').slice(0, 16)}`;
  const slate = await getRecommendations(
    {
      shop,
      named: { customer },
      query: { surface, k, recipe, ...(filter === undefined ? {} : { filter }) },
      requestId,
      now: new Date(startedAt),
    },
    { ...sources, random: drawnFrom(batchId, customer) },
  );
  const { experimentArm, modelVersion, candidatesFrom } = slate;
  const items = slate.items.map(({ itemId, score, source, propensity }) => ({ itemId, score, source, propensity }));
  return {
    customer,
    requestId,
    experimentArm,
    modelVersion,
    ...(candidatesFrom === undefined ? {} : { candidatesFrom }),
    items,
  };
}

/** What a customer has bought already is no reason to leave them out of a segment; that is for a campaign to say. */
const GIVEN = Recipe.parse({
  name: 'segment',
  version: 0,
  base: 'rerank',
  exclude: { purchased: false, inBasket: false, outOfStock: false },
});

/** Nobody decides anything here, so nothing is logged; the holdout is named so that a campaign can leave it alone. */
async function likeliestItem(
  shop: ShopProfile,
  { startedAt }: SlateBatch,
  itemIds: readonly string[],
  customer: string,
  sources: SlatePagePorts['sources'],
): Promise<CustomerLine | undefined> {
  const [person, { champion }] = await Promise.all([
    readCustomerState(shop.shop, { customer }, sources.states),
    sources.pointers(shop.shop),
  ]);
  const { ranking } = await serveRecipe(
    {
      shop: shop.shop,
      person,
      recipe: GIVEN,
      query: { surface: 'email', k: 1, itemIds: [...itemIds] },
      arm: 'treated',
      champion,
      recommender: undefined,
      version: 'none',
      now: new Date(startedAt),
    },
    sources,
  );
  const [best] = ranking.items;
  if (!best) return undefined;
  // A probability and a rank of a list are not on one scale: better no file than a mixed one.
  if (best.source !== 'champion') throw new UnavailableError('The purchase champion does not answer just now');
  const { itemId, score } = best;
  return { customer, itemId, score, experimentArm: armOf(shop, person), modelVersion: ranking.modelVersion };
}

const digestOf = (batchId: string, customer: string) => createHash('sha256').update(`${batchId} ${customer}`).digest();

/** Numbers in [0, 1) that are the same each time this batch comes to this customer. */
function drawnFrom(batchId: string, customer: string): () => number {
  let drawn = 0;
  return () => digestOf(`${batchId} ${drawn++}`, customer).readUInt32BE(0) / 2 ** 32;
}
