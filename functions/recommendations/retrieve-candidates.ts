import type { Interaction } from '../../core/customers/online-state.ts';
import { shareOf } from '../../core/experiments/assign-arm.ts';
import type { CatalogueRow } from '../../core/items/contract.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import { recommenderRequest } from '../../core/recommendations/ask-recommender.ts';
import type { Recipe } from '../../core/recommendations/recipe.ts';
import type { RecommenderAnswer } from '../../core/recommendations/recommender-contract.ts';
import type { Weighing } from '../../core/recommendations/weigh-event.ts';
import type { GatherSources, PoolRequest } from './gather-pool.ts';

/** Bases that begin with a recommender's answer; the others have lists of their own. */
export const RETRIEVED: ReadonlySet<Recipe['base']> = new Set(['for-you', 'related', 'next-best-action']);

export interface Known extends Weighing {
  readonly history: readonly Interaction[];
  readonly looked: { readonly itemId: string; readonly at: string } | undefined;
}

/** What was known had one item never been met. */
export const lessItem = (known: Known, without: string): Known => ({
  ...known,
  history: known.history.filter(({ itemId }) => itemId !== without),
  looked: known.looked?.itemId === without ? undefined : known.looked,
});

interface Wanted {
  readonly exclude: readonly string[];
  readonly only?: readonly string[] | undefined;
  /** Of these the recommender is told the texts where they are newer than it, as of what was met. */
  readonly also?: readonly string[];
  readonly k: number;
}

/** What the recommender finds for a customer; undefined where none answers in time, or none is asked. */
export async function retrieve(
  { shop, person, isHeldOut, recommender }: PoolRequest,
  known: Known,
  { exclude, only, also = [], k }: Wanted,
  sources: GatherSources,
): Promise<RecommenderAnswer | undefined> {
  if (isHeldOut || !recommender) return undefined;
  const request = recommenderRequest({
    ...known,
    exclude: [...new Set(exclude)],
    newItems: await newerThan(recommender.modelVersion, shop, sources, [...metBy(known), ...also]),
    only,
    k,
    seed: Math.floor(shareOf('recommender', person.subject) * 2 ** 31),
  });
  const answer = await sources.retrieve(recommender, request);
  return answer?.candidates.length ? answer : undefined;
}

const metBy = ({ history, looked }: Known): string[] => [
  ...new Set([...history.flatMap(({ itemId }) => itemId ?? []), ...(looked ? [looked.itemId] : [])]),
];

/** Where lists serve in a recommender's place; what they lack is what it would be told of. */
export const newerThanLists = async (
  { shop, recipe, isHeldOut, recommender, version }: PoolRequest,
  sources: GatherSources,
): Promise<readonly CatalogueRow[]> =>
  isHeldOut || !RETRIEVED.has(recipe.base) ? [] : newerThan(recommender?.modelVersion ?? version, shop, sources, []);

/** A version is named by the run that learned it, and a run by the second in which its snapshot was taken. */
async function newerThan(
  version: string,
  shop: ShopId,
  { items }: GatherSources,
  met: readonly string[],
): Promise<readonly CatalogueRow[]> {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)-/.exec(version) ?? [];
  return year === undefined
    ? []
    : items.newSince(shop, `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`, met);
}
