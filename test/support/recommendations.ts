import type { OnlineState } from '../../core/customers/online-state.ts';
import type { Decision } from '../../core/decisions/contract.ts';
import type { LakeEvent } from '../../core/events/contract.ts';
import type { SlateExperimentDraft } from '../../core/experiments/contract.ts';
import type { CatalogueRow } from '../../core/items/contract.ts';
import { traitsOf } from '../../core/items/traits.ts';
import type { Pointer } from '../../core/models/contract.ts';
import type { ShopProfile } from '../../core/platform/contract.ts';
import type { AttributeLine, NeighbourLine, PopularItem, PurchaseScores } from '../../core/recommendations/contract.ts';
import type { FilterScope } from '../../core/recommendations/filter/compile-filter.ts';
import { type Recipe, RecipeDraft } from '../../core/recommendations/recipe.ts';
import type { RecommenderAnswer, RecommenderRequest } from '../../core/recommendations/recommender-contract.ts';
import type { RecommendationSources } from '../../functions/recommendations/get-recommendations.ts';
import { stateAfter } from './events.ts';

export const aNow = new Date('2026-11-02T00:00:00.000Z');

export function anItemRow(itemId: string, overrides: Partial<CatalogueRow> = {}): CatalogueRow {
  return {
    shop: 'demo',
    itemId,
    title: `The ${itemId}`,
    description: '',
    category: [],
    brand: '',
    attributes: {},
    price: 1_000,
    stock: null,
    isHidden: false,
    updatedAt: '2026-01-01T00:00:00.000Z',
    ...overrides,
  };
}

export const aRecipeDraft = (overrides: Partial<RecipeDraft> = {}): RecipeDraft => ({
  ...RecipeDraft.parse({ base: 'for-you', epsilon: 0 }),
  ...overrides,
});

export const aRecipe = (name: string, overrides: Partial<RecipeDraft> = {}): Recipe => ({
  ...aRecipeDraft(overrides),
  name,
  version: 1,
  updatedAt: aNow.toISOString(),
});

/** Items as a rule sees them: the row, nobody, nowhere. */
export const scopesOf =
  (rows: ReadonlyMap<string, CatalogueRow>) =>
  ({ itemId }: { readonly itemId: string }): FilterScope => ({
    item: rows.get(itemId) ?? {},
    customer: {},
    context: {},
    now: aNow.getTime(),
  });

export const aShopProfile: ShopProfile = {
  shop: 'demo',
  name: 'Demo',
  currency: 'EUR',
  wrappedSecret: 'wrapped',
  experimentSalt: 'salt',
  holdoutShare: 0.05,
  createdAt: '2026-01-01T00:00:00.000Z',
};

export interface ShopWorld {
  readonly rows: readonly CatalogueRow[];
  /** Item → its neighbours, best first; scores fall from 1. */
  readonly neighbours?: Readonly<Record<string, readonly string[]>>;
  readonly popular?: readonly string[];
  /** Pseudonym → what they did. */
  readonly events?: Readonly<Record<string, readonly Partial<LakeEvent>[]>>;
  readonly recipes?: readonly Recipe[];
  readonly experiment?: SlateExperimentDraft;
  /** Item → purchase probability; without it there is no champion. `late` does not answer. */
  readonly champion?: Readonly<Record<string, number>> | 'late';
  /** Items that nobody had met when the champion was made. */
  readonly unmet?: readonly string[];
  /** What the recommender answers, best first; `late` does not answer. Without it there is none. */
  readonly recommender?:
    | RecommenderAnswer['candidates']
    | ((request: RecommenderRequest) => RecommenderAnswer['candidates'])
    | 'late';
  /** Of a bandit, by recipe: shown and rewarded. */
  readonly totals?: Readonly<Record<string, readonly [shown: number, rewarded: number]>>;
  /** Item → what stood in one order with it. */
  readonly boughtWith?: Readonly<Record<string, readonly string[]>>;
  readonly trending?: readonly string[];
  /** Pseudonym → what the shop says of them. */
  readonly attributes?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What popularity is with customers of whom a thing is said. */
  readonly byAttribute?: readonly AttributeLine[];
  /** What is newer than whatever serves. */
  readonly newItems?: readonly string[];
  /** @default v1, which is no run's name, so that nobody can say what is newer */
  readonly listsVersion?: string;
  readonly onSale?: readonly string[];
  /** How the catalogue is read. @default all of it at once */
  readonly stretch?: RecommendationSources['items']['stretch'];
  readonly random?: () => number;
}

const CHAMPION: Pointer = {
  revision: 1,
  updatedAt: aNow.toISOString(),
  variants: [{ modelVersion: 'm1', candidate: 'bert', endpointName: 'endpoint', scorer: 'bert', weight: 1 }],
};

const RECOMMENDER: Pointer = {
  revision: 1,
  updatedAt: aNow.toISOString(),
  variants: [
    {
      modelVersion: '20261101000000-abcdef',
      candidate: 'search',
      endpointName: 'demo-recommender-r1',
      scorer: 'blend',
      weight: 1,
    },
  ],
};

/** The ports of a slate over a small shop in memory, and the decisions that were written down. */
export function aShopWorld(world: ShopWorld): {
  sources: RecommendationSources;
  decisions: Decision[];
  questions: RecommenderRequest[];
} {
  const { rows, neighbours = {}, popular = [], events = {}, recipes = [], experiment, champion, recommender } = world;
  const decisions: Decision[] = [];
  const questions: RecommenderRequest[] = [];
  const lists = popular.map((itemId, index): PopularItem => ({ itemId, score: 100 - index }));
  const linesOf = (ids: readonly string[]): NeighbourLine['neighbours'] =>
    ids.map((itemId, index) => ({ itemId, score: 1 - index / (ids.length + 1), support: 10 + index }));
  const sources: RecommendationSources = {
    states: {
      get: async (_shop, pseudonyms) =>
        new Map(
          pseudonyms.map((one) => [one, { ...stateAfter(events[one] ?? []), ...stateSaying(world.attributes?.[one]) }]),
        ),
    },
    candidates: {
      neighboursOf: async (_shop, _version, ids) => new Map(ids.map((id) => [id, linesOf(neighbours[id] ?? [])])),
      popular: async () => [...lists],
      popularWith: async (_shop, _version, said) =>
        (world.byAttribute ?? []).filter(({ attribute, value }) => said[attribute] === value),
      boughtWith: async (_shop, _version, ids) => new Map(ids.map((id) => [id, linesOf(world.boughtWith?.[id] ?? [])])),
      trending: async () => (world.trending ?? []).map((itemId, index) => ({ itemId, score: 100 - index })),
    },
    items: {
      getMany: async (_shop, ids) => rows.filter(({ itemId }) => ids.includes(itemId)),
      newSince: async () => rows.filter(({ itemId }) => world.newItems?.includes(itemId)),
      onSale: async () => world.onSale ?? [],
      withTrait: async (_shop, trait) => ({
        itemIds: rows.filter((row) => traitsOf(row).has(trait)).map(({ itemId }) => itemId),
        isWhole: true,
      }),
      stretch: world.stretch ?? (async () => ({ items: rows })),
    },
    pointers: async () => ({
      champion: champion ? CHAMPION : undefined,
      recommender: recommender ? RECOMMENDER : undefined,
      lists: { version: world.listsVersion ?? 'v1', updatedAt: aNow.toISOString() },
    }),
    score: async (_variant, { requests }): Promise<PurchaseScores | undefined> =>
      champion === undefined || champion === 'late'
        ? undefined
        : {
            modelVersion: 'm1',
            scorer: 'bert',
            scores: requests.map((one) => one.candidates.map(({ itemId }) => champion[itemId] ?? 0.001)),
            unmet: requests.map(({ candidates }) =>
              candidates.flatMap(({ itemId }, place) => (world.unmet?.includes(itemId) ? [place] : [])),
            ),
          },
    retrieve: async (_variant, request) => {
      questions.push(request);
      if (recommender === undefined || recommender === 'late') return undefined;
      const excluded = new Set(request.exclude);
      const found = typeof recommender === 'function' ? recommender(request) : recommender;
      const candidates = found.filter(({ itemId }) => !excluded.has(itemId));
      return { modelVersion: 'r1', scorer: 'blend', candidates };
    },
    recipes: {
      find: async (_shop, name) => recipes.find((recipe) => recipe.name === name),
      experiment: async () => experiment,
    },
    outcomes: {
      totals: async () =>
        new Map(
          Object.entries(world.totals ?? {}).map(([arm, [shown, rewarded]]) => [
            arm,
            {
              ...{ shown, rewarded, groups: new Map() },
              ...{ weight: shown, rewardedWeight: rewarded, squaredWeight: shown, customers: 0 },
            },
          ]),
        ),
    },
    log: async (decision) => {
      decisions.push(decision);
    },
    random: world.random ?? (() => 0.99),
  };
  return { sources, decisions, questions };
}

const stateSaying = (attributes: Readonly<Record<string, string>> = {}): Pick<OnlineState, 'attributes'> => ({
  attributes: Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, { stamp: [aNow.getTime(), ''], value }]),
  ),
});
