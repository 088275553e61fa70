import * as z from 'zod';
import { type Basket, BasketChange, basketHorizonMs } from './basket.ts';
import { type Entries, entriesSince, joinEntries, newestFirst, Stamp } from './newest-entries.ts';

/** How much is remembered of one customer. */
export const STATE_LIMITS = {
  interactions: 50,
  basketChanges: 200,
  purchaseLines: 500,
  dismissed: 200,
  wanted: 500,
  links: 20,
  attributes: 100,
} as const;

export const InteractionKind = z.enum(['view', 'add', 'remove', 'purchase', 'search', 'review', 'wish', 'dismiss']);
export type InteractionKind = z.infer<typeof InteractionKind>;

/** One item (or one search) of an event, as a recommender reads it. */
export const Interaction = z.object({
  stamp: Stamp,
  kind: InteractionKind,
  itemId: z.string().optional(),
  query: z.string().optional(),
  quantity: z.int().optional(),
  /** Minor units of one piece; 0 where the event named none. */
  price: z.int().optional(),
});
export type Interaction = z.infer<typeof Interaction>;

const PurchaseLine = z.object({ stamp: Stamp, isKept: z.boolean() });
const Mark = z.object({ stamp: Stamp });
const Attribute = z.object({ stamp: Stamp, value: z.string() });
const Link = z.object({ stamp: Stamp, customer: z.string() });
const Met = z.object({ stamp: Stamp, name: z.string() });

/** A state as it is stored; one from before a part was kept has none of it. */
const StoredState = z.object({
  /** Key: message id and position. */
  interactions: z.record(z.string(), Interaction),
  /** Keys: see Basket. What was taken out is remembered, so that a late addition does not bring it back. */
  basket: z.record(z.string(), BasketChange),
  /** Key: JSON of [item id, order id]; the item is null where a whole order was cancelled. */
  purchases: z.record(z.string(), PurchaseLine),
  /** When an item was last waved away. Key: item id. */
  dismissed: z.record(z.string(), Mark).optional(),
  /** When it was last wanted, beside and not among what is dismissed, so that full baskets push no dismissal out. */
  wanted: z.record(z.string(), Mark).optional(),
  /** Of a known customer: the browsers said to be theirs. Key: pseudonym. */
  browsers: z.record(z.string(), Mark),
  /** Of a browser: the customer it was last said to belong to. One key, `owner`. */
  owner: z.record(z.string(), Link),
  /** What the shop says of a customer. */
  attributes: z.record(z.string(), Attribute).default({}),
  /**
   * Of a known customer: the name that they were first met by, key `first`, and the one that an A/B test first drew their
   * recipe by, key `drawn`. The stamps run backwards.
   */
  metAs: z.record(z.string(), Met).optional(),
});
type StoredState = z.infer<typeof StoredState>;

/**
 * What must be known of a customer, or of a browser, at the next request. It converges: any order of the same
 * events, with any of them repeated, ends in the same state (each part is a map of last writers, see newest-entries).
 */
export interface OnlineState {
  readonly interactions: Entries<Interaction>;
  readonly basket: Basket;
  readonly purchases: Entries<z.infer<typeof PurchaseLine>>;
  readonly dismissed: Entries<z.infer<typeof Mark>>;
  readonly wanted: Entries<z.infer<typeof Mark>>;
  readonly browsers: Entries<z.infer<typeof Mark>>;
  readonly owner: Entries<z.infer<typeof Link>>;
  readonly attributes: Entries<z.infer<typeof Attribute>>;
  readonly metAs: Entries<z.infer<typeof Met>>;
}

export const emptyState: OnlineState = {
  interactions: {},
  basket: {},
  purchases: {},
  dismissed: {},
  wanted: {},
  browsers: {},
  owner: {},
  attributes: {},
  metAs: {},
};

/** Reads what is stored of somebody. What was not kept yet when it was written is told from the rest of it. */
export function readState(pseudonym: string, stored: unknown): OnlineState {
  const { dismissed, wanted, metAs, ...state } = StoredState.parse(stored);
  return {
    ...state,
    ...(dismissed && wanted ? { dismissed, wanted } : dismissedAndWanted(state.interactions)),
    metAs: metAs ?? metByOwnName(pseudonym, state),
  };
}

/** Whoever was met before names were kept was drawn by their own, so it counts as older than any event. */
function metByOwnName(
  pseudonym: string,
  { interactions, browsers }: Pick<StoredState, 'interactions' | 'browsers'>,
): OnlineState['metAs'] {
  const wasMet = Object.keys(interactions).length + Object.keys(browsers).length > 0;
  return wasMet ? { first: { stamp: [0, ''], name: pseudonym } } : {};
}

/** The state after everything that either side has seen. */
export function joinStates(left: OnlineState, right: OnlineState): OnlineState {
  return {
    interactions: joinEntries(STATE_LIMITS.interactions, left.interactions, right.interactions),
    basket: joinEntries(STATE_LIMITS.basketChanges, left.basket, right.basket),
    purchases: joinEntries(STATE_LIMITS.purchaseLines, left.purchases, right.purchases),
    dismissed: joinEntries(STATE_LIMITS.dismissed, left.dismissed, right.dismissed),
    wanted: joinEntries(STATE_LIMITS.wanted, left.wanted, right.wanted),
    browsers: joinEntries(STATE_LIMITS.links, left.browsers, right.browsers),
    owner: joinEntries(1, left.owner, right.owner),
    attributes: joinEntries(STATE_LIMITS.attributes, left.attributes, right.attributes),
    metAs: joinEntries(2, left.metAs, right.metAs),
  };
}

/** What a draw says of a customer: of several the first stays, as the last writer of a map does where time runs backwards. */
export const stateOfDraw = (name: string, at: string, requestId: string): OnlineState => ({
  ...emptyState,
  metAs: { drawn: { stamp: [-Date.parse(at), requestId], name } },
});

/** All of them joined, halves first: many small states cost far less so than one growing state. */
export function joinAll(states: readonly OnlineState[]): OnlineState {
  const [first = emptyState] = states;
  if (states.length <= 1) return first;
  const middle = states.length >> 1;
  return joinStates(joinAll(states.slice(0, middle)), joinAll(states.slice(middle)));
}

/** One state a customer of all that is said of each. */
export const joinEach = (news: readonly (readonly [customer: string, OnlineState])[]): Map<string, OnlineState> =>
  new Map(
    [...Map.groupBy(news, ([customer]) => customer)].map(([customer, ours]) => [
      customer,
      joinAll(ours.map(([, state]) => state)),
    ]),
  );

/** Forgets what was said of the basket too long ago to count. The moment only moves forward, so this changes no later answer. */
export function forgetOldBasket(state: OnlineState, now: Date): OnlineState {
  return { ...state, basket: entriesSince(state.basket, basketHorizonMs(now)) };
}

/** The last interactions, oldest first. */
export function historyOf(state: OnlineState): Interaction[] {
  return newestFirst(state.interactions)
    .map(([, interaction]) => interaction)
    .reverse();
}

/** What the shop says of a customer, by the attribute's name. */
export const attributesOf = ({ attributes }: OnlineState): Record<string, string> =>
  Object.fromEntries(Object.entries(attributes).map(([name, { value }]) => [name, value]));

/** Items that were viewed, the newest view first. */
export function viewsOf(state: OnlineState): { itemId: string; at: string }[] {
  const newest = new Map<string, string>();
  for (const { kind, itemId, stamp } of historyOf(state).reverse()) {
    if (kind === 'view' && itemId !== undefined && !newest.has(itemId))
      newest.set(itemId, new Date(stamp[0]).toISOString());
  }
  return [...newest].map(([itemId, at]) => ({ itemId, at }));
}

/** Item ids of which the last that happened is that they were taken out of the basket. `history` is oldest first. */
export function takenOutOf(history: readonly Interaction[]): Set<string> {
  const newest = new Map(history.map(({ itemId, kind }) => [itemId, kind]));
  return new Set([...newest].flatMap(([itemId, kind]) => (itemId !== undefined && kind === 'remove' ? [itemId] : [])));
}

/** Items that were bought and not given back, the newest purchase first: an item counts while one of its orders stands. */
export function purchasesOf(state: OnlineState): { itemId: string; at: string }[] {
  const newest = new Map<string, number>();
  for (const [key, { stamp, isKept }] of Object.entries(state.purchases)) {
    const [itemId, orderId] = PurchaseKey.parse(JSON.parse(key));
    const cancelled = state.purchases[wholeOrderKey(orderId)];
    const stands = isKept && !(cancelled && cancelled.stamp[0] >= stamp[0]);
    if (itemId !== null && stands) newest.set(itemId, Math.max(stamp[0], newest.get(itemId) ?? 0));
  }
  return [...newest]
    .sort(([, left], [, right]) => right - left)
    .map(([itemId, at]) => ({ itemId, at: new Date(at).toISOString() }));
}

export const purchasedItemsOf = (state: OnlineState): string[] => purchasesOf(state).map(({ itemId }) => itemId);

const DISMISSING: readonly InteractionKind[] = ['dismiss'];
const WANTING: readonly InteractionKind[] = ['add', 'wish', 'purchase'];

/** What interactions say of their items. The moment is enough: without a message id 500 marks weigh a third. */
export function dismissedAndWanted(
  interactions: OnlineState['interactions'],
): Pick<OnlineState, 'dismissed' | 'wanted'> {
  const lastOf = (limit: number, kinds: readonly InteractionKind[]) =>
    Object.values(interactions)
      .flatMap(({ itemId, kind, stamp: [at] }): Entries<z.infer<typeof Mark>>[] =>
        itemId !== undefined && kinds.includes(kind) ? [{ [itemId]: { stamp: [at, ''] } }] : [],
      )
      .reduce((all, one) => joinEntries(limit, all, one), {});
  return {
    dismissed: lastOf(STATE_LIMITS.dismissed, DISMISSING),
    wanted: lastOf(STATE_LIMITS.wanted, WANTING),
  };
}

/** Items that were waved away and neither put into the basket nor saved nor bought since. */
export function dismissedItemsOf({ dismissed, wanted }: OnlineState): string[] {
  const wantedAt = new Map(Object.entries(wanted).map(([itemId, { stamp }]) => [itemId, stamp[0]]));
  return newestFirst(dismissed).flatMap(([itemId, { stamp }]) =>
    (wantedAt.get(itemId) ?? -Infinity) < stamp[0] ? [itemId] : [],
  );
}

const PurchaseKey = z.tuple([z.string().nullable(), z.string()]);
export const purchaseKey = (itemId: string, orderId: string) => JSON.stringify([itemId, orderId]);
export const wholeOrderKey = (orderId: string) => JSON.stringify([null, orderId]);
