import type { Interaction } from '../customers/online-state.ts';
import type { CatalogueRow } from '../items/contract.ts';
import type { NeighbourLine, PopularItem } from './contract.ts';
import type { PoolItem } from './gather-candidates.ts';
import type { RecommenderAnswer, RecommenderRequest } from './recommender-contract.ts';
import { EVENT_WEIGHTS, type Weighing, weightOf } from './weigh-event.ts';

const LONGEST_DESCRIPTION = 300;

export interface Asked extends Weighing {
  readonly history: readonly Interaction[];
  /** The product that is being looked at. */
  readonly looked?: { readonly itemId: string; readonly at: string } | undefined;
  readonly exclude: readonly string[];
  readonly newItems: readonly CatalogueRow[];
  /** The only items that may come back. */
  readonly only?: readonly string[] | undefined;
  readonly k: number;
  readonly seed: number;
}

/** A body may have a million; what somebody did and the texts of new items want their share. */
const MASK_BYTES = 500_000;

/** The question to a recommender. What counts for nothing is left out; what is looked at weighs as usual. */
export function recommenderRequest(asked: Asked): RecommenderRequest {
  const { history, looked, weights, minPrice, exclude, newItems, only, k, seed } = asked;
  const weighing = { weights: { ...weights, remove: -1 }, minPrice };
  const events = history.flatMap((interaction) => {
    const { itemId, kind, stamp } = interaction;
    const weight = weightOf(interaction, weighing);
    if (itemId === undefined || !weight) return [];
    return [told({ itemId, at: new Date(stamp[0]).toISOString() }, kind, weight)];
  });
  const items = newItems.map(({ itemId, title, brand, description, category, attributes }) => [
    itemId,
    { title, brand, description: description.slice(0, LONGEST_DESCRIPTION), category, attributes: briefly(attributes) },
  ]);
  return {
    events: looked ? [...events, { ...looked, kind: 'view' }] : events,
    k,
    exclude: [...exclude],
    ...(only ? { mask: asManyAsFit(only) } : {}),
    seed,
    ...(items.length ? { items: Object.fromEntries(items) } : {}),
  };
}

/** An event as the recommender reads it: what speaks against an item was waved away. Its weight is told beside the usual one, which is what the model learned with. */
function told(event: { readonly itemId: string; readonly at: string }, kind: Interaction['kind'], weight: number) {
  const saidAs = weight < 0 ? 'dismiss' : kind === 'dismiss' ? 'view' : kind;
  const ratio = Math.abs(weight / (EVENT_WEIGHTS[kind] ?? weight));
  return { ...event, kind: saidAs, ...(ratio === 1 ? {} : { weight: ratio }) };
}

function asManyAsFit(itemIds: readonly string[]): string[] {
  let length = 0;
  return itemIds.filter((itemId) => {
    length += Buffer.byteLength(JSON.stringify(itemId)) + 1;
    return length <= MASK_BYTES;
  });
}

/** What was taken out or waved away led to nothing: what was done with the item before did. */
const SAYS_NOTHING_FOR: ReadonlySet<Interaction['kind']> = new Set(['remove', 'dismiss']);

/** A recommender's candidates as a pool: with the customer's own item behind each where there is one, and its rank. */
export function poolOfAnswer(
  { candidates }: RecommenderAnswer,
  { history, looked }: Pick<Asked, 'history' | 'looked'>,
  neighbours: ReadonlyMap<string, NeighbourLine['neighbours']>,
  popular: readonly PopularItem[],
): PoolItem[] {
  const ranks = new Map(popular.map(({ itemId }, index) => [itemId, index + 1]));
  const did = new Map<string, { kind: Interaction['kind']; at: string }>();
  for (const { itemId, kind, stamp } of history) {
    if (itemId === undefined || SAYS_NOTHING_FOR.has(kind)) continue;
    did.set(itemId, { kind, at: new Date(stamp[0]).toISOString() });
  }
  if (looked) did.set(looked.itemId, { kind: 'view', at: looked.at });
  return candidates.map(({ itemId, score, source, evidence: [because] }): PoolItem => {
    const own = because === undefined ? undefined : did.get(because);
    const support = because === undefined ? undefined : supportOf(neighbours, because, itemId);
    const popularRank = ranks.get(itemId);
    return {
      itemId,
      score,
      source: SOURCES[source] ?? 'recommender',
      ...(because !== undefined && own
        ? { evidence: { itemId: because, ...own, ...(support === undefined ? {} : { support }) } }
        : {}),
      ...(because !== undefined && isLikeness(source) ? { alike: { itemId: because, in: LIKE_IN[source] } } : {}),
      ...(popularRank === undefined ? {} : { popularRank }),
    };
  });
}

/** The first attributes, as many as are no longer than a description may be. */
function briefly(attributes: Readonly<Record<string, string>>): Record<string, string> {
  let length = 0;
  const fits = ([name, value]: [string, string]) => {
    length += name.length + value.length;
    return length <= LONGEST_DESCRIPTION;
  };
  return Object.fromEntries(Object.entries(attributes).filter(fits));
}

const LIKE_IN = { 'similar-text': 'text', 'similar-picture': 'picture' } as const;
const isLikeness = (source: string): source is keyof typeof LIKE_IN => source in LIKE_IN;

/** Names of the container that are ours too; all others are ways of one model. */
const SOURCES: Readonly<Record<string, PoolItem['source']>> = {
  popular: 'popular',
  'similar-text': 'similar-text',
  'similar-picture': 'similar-picture',
};

const supportOf = (
  neighbours: ReadonlyMap<string, NeighbourLine['neighbours']>,
  from: string,
  itemId: string,
): number | undefined => neighbours.get(from)?.find((one) => one.itemId === itemId)?.support;
