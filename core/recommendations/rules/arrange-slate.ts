import type { CatalogueRow } from '../../items/contract.ts';
import type { Filter, FilterScope } from '../filter/compile-filter.ts';
import { boostItems } from './boost-items.ts';
import type { CompiledPromotion, CompiledRules } from './compile-rules.ts';
import { keepsDiverse } from './diversity.ts';

export interface Arrangement<Item> {
  readonly rules: CompiledRules;
  readonly k: number;
  readonly scopeOf: (item: Item) => FilterScope;
  readonly rowOf: (item: Item) => Pick<CatalogueRow, 'brand' | 'category'> | undefined;
}

export interface Arranged<Item> {
  /** How long the slate is: k, or less where the rules leave no more. */
  readonly length: number;
  /** The slate, and behind it, best first, what may stand in its last place instead without breaking a rule. */
  readonly ordered: readonly Item[];
  /** Item ids whose place a promotion gave them. */
  readonly promoted: ReadonlySet<string>;
}

/** Least number of slots: the share in whole slots, half up, and never fewer than `minSlots`, within `maxSlots` and k. */
export function slotsOf({ percent, minSlots, maxSlots = Number.POSITIVE_INFINITY }: SlotRule, k: number): number {
  return Math.min(Math.max(Math.floor((percent * k + 50) / 100), minSlots), maxSlots, k);
}
type SlotRule = Pick<CompiledPromotion, 'percent' | 'minSlots' | 'maxSlots'>;

/**
 * Makes a slate of a ranking: filtered, boosted, then place by place the best item that keeps every cap, with promotions
 * spread evenly over the slate. Rules only choose; a shorter slate comes before a broken rule. Where promotions claim
 * more slots than there are, the one that stands first in the recipe goes first.
 */
export function arrangeSlate<Item extends { readonly itemId: string }>(
  ranked: readonly Item[],
  arrangement: Arrangement<Item>,
): Arranged<Item> {
  const choicesBelow = choicesOf(ranked, arrangement);
  const placed: Item[] = [];
  const promoted = new Set<string>();
  let options: readonly Item[] = [];
  while (placed.length < arrangement.k) {
    const { choices, isPromoted } = choicesBelow(placed);
    const [next] = choices;
    if (!next) break;
    if (isPromoted) promoted.add(next.itemId);
    placed.push(next);
    options = choices.slice(1);
  }
  return { length: placed.length, ordered: [...placed, ...options], promoted };
}

export interface Choices<Item> {
  /** What may stand in the next place, best first. */
  readonly choices: readonly Item[];
  /** Whether a promotion gives the first of them this place. */
  readonly isPromoted: boolean;
}

/** Of a slate that several rankings fill. */
export interface SharedSlate {
  /** Whose caps and `maxSlots` hold for what is placed. @default the arrangement's own rules */
  readonly limits?: Pick<CompiledRules, 'promotions' | 'diversity'>;
  /** Places that may be filled, this one among them, until this ranking is sure to be asked again. @default 1 */
  readonly untilNextTurn?: number;
}

/** What a ranking offers for the place below those that are filled, by whomever they were. */
export function choicesOf<Item extends { readonly itemId: string }>(
  ranked: readonly Item[],
  { rules, k, scopeOf, rowOf }: Arrangement<Item>,
  { limits = rules, untilNextTurn = 1 }: SharedSlate = {},
): (placed: readonly Item[]) => Choices<Item> {
  const allowed = ranked.filter((item) => rules.filters.every((filter) => filter(scopeOf(item))));
  const items = boostItems(allowed, rules.boosts, scopeOf);
  const claims = claimsOf(items, rules.promotions, { scopeOf, rowOf, k, diversity: limits.diversity });
  const limited = limits.promotions.flatMap(({ matches, maxSlots }) =>
    maxSlots === undefined ? [] : [{ isOf: remembered(matches, scopeOf), most: maxSlots }],
  );
  return (placed) => {
    const rows = placed.map(rowOf);
    const taken = new Set(placed.map(({ itemId }) => itemId));
    const full = limited.filter(({ isOf, most }) => placed.filter(isOf).length >= most);
    const open = items.filter(
      (item) =>
        !taken.has(item.itemId) &&
        !full.some(({ isOf }) => isOf(item)) &&
        keepsDiverse(rows, rowOf(item), limits.diversity),
    );
    const owed = owedOf(claims, placed);
    const offered = promotedFirst(open, owed, placed, { k, untilNextTurn });
    const next = leavingRoom(offered, owed, placed, { k, rowOf, diversity: limits.diversity });
    if (!next) return { choices: [], isPromoted: false };
    return {
      choices: [next, ...offered.filter((item) => item !== next)],
      isPromoted: next !== open[0] && owed.some(({ isOf }) => isOf(next)),
    };
  };
}

interface Claim<Item> {
  readonly isOf: (item: Item) => boolean;
  readonly least: number;
  /** What could fill them, best first. */
  readonly own: readonly Item[];
  /** The places, from 1, at which its slots are filled where each is left as long as the caps allow. */
  readonly latest: readonly number[];
}

interface Claimed<Item> extends Omit<Arrangement<Item>, 'rules'>, Pick<CompiledRules, 'diversity'> {}

function claimsOf<Item extends { readonly itemId: string }>(
  items: readonly Item[],
  promotions: readonly CompiledPromotion[],
  { scopeOf, ...slate }: Claimed<Item>,
): Claim<Item>[] {
  const { k } = slate;
  let free = k;
  return promotions.map((promotion) => {
    const isOf = remembered(promotion.matches, scopeOf);
    const own = items.filter(isOf);
    const least = Math.min(slotsOf(promotion, k), own.length, free);
    free -= least;
    return { isOf, least, own, latest: latestPlaces(own, least, slate) };
  });
}

/** Filled from the last place back, which is the same slate read backwards. */
function latestPlaces<Item>(
  own: readonly Item[],
  least: number,
  { k, rowOf, diversity }: Omit<Claimed<Item>, 'scopeOf'>,
) {
  const left = new Set(own);
  const rows: ReturnType<typeof rowOf>[] = [];
  const places: number[] = [];
  for (let place = k; place > 0 && places.length < least; place--) {
    const next = [...left].find((item) => keepsDiverse(rows, rowOf(item), diversity));
    rows.push(next && rowOf(next));
    if (!next) continue;
    left.delete(next);
    places.unshift(place);
  }
  return places;
}

/** Everything open, or, where a promotion is due, what it promotes: at its even share of the places, or where it may wait no longer. */
function promotedFirst<Item>(
  open: readonly Item[],
  owed: readonly Owed<Item>[],
  placed: readonly Item[],
  { k, untilNextTurn }: { readonly k: number; readonly untilNextTurn: number },
): readonly Item[] {
  const needed = owed.reduce((sum, { missing }) => sum + missing, 0);
  const isTight = needed >= k - placed.length;
  const reached = Math.min(k, placed.length + untilNextTurn);
  const due = owed.filter(
    ({ least, latest, missing }) =>
      isTight ||
      least - missing < Math.floor((reached * least) / k) ||
      least - missing < latest.filter((place) => place <= reached).length,
  );
  for (const { isOf } of due) {
    const choices = open.filter(isOf);
    if (choices.length) return choices;
  }
  return open;
}

/** The best choice after which the caps still let promotions have the slots that they could have before it; the best of all where none does. */
function leavingRoom<Item extends { readonly itemId: string }>(
  choices: readonly Item[],
  owed: readonly Owed<Item>[],
  placed: readonly Item[],
  { k, rowOf, diversity }: Omit<Claimed<Item>, 'scopeOf'>,
): Item | undefined {
  const reach = Math.max(0, ...diversity.map(({ window }) => window));
  // Nothing that stands here is in one window with places that far below.
  const near = owed.filter(({ least, latest, missing }) => {
    const first = latest[least - missing];
    return first !== undefined && reach > 1 && first <= placed.length + reach;
  });
  if (!near.length) return choices[0];
  const taken = new Set(placed.map(({ itemId }) => itemId));
  const rows = placed.map(rowOf);
  const waiting = near.map(({ own, isOf, missing }) => {
    const left = own.filter(({ itemId }) => !taken.has(itemId));
    const roomBelow = (above: readonly RowOf<Item>[], items: readonly Item[], most: number) =>
      roomFor(items.map(rowOf), above, { places: k - above.length, most, diversity });
    const room = roomBelow(rows, left, missing);
    return (next: Item) => {
      const most = isOf(next) ? room - 1 : room;
      const others = left.filter((item) => item !== next);
      return most <= 0 || roomBelow([...rows, rowOf(next)], others, most) >= most;
    };
  });
  return choices.find((item) => waiting.every((isLeftTo) => isLeftTo(item))) ?? choices[0];
}

type RowOf<Item> = ReturnType<Arrangement<Item>['rowOf']>;

/** How many of these find a place below what stands above, each as early as the caps allow, where nothing else is placed. */
function roomFor<Item>(
  items: readonly RowOf<Item>[],
  above: readonly RowOf<Item>[],
  { places, most, diversity }: { readonly places: number; readonly most: number } & Pick<CompiledRules, 'diversity'>,
): number {
  const left = [...items];
  const rows = [...above];
  let room = 0;
  for (let place = 0; place < places && room < most; place++) {
    const index = left.findIndex((row) => keepsDiverse(rows, row, diversity));
    rows.push(left[index]);
    if (index < 0) continue;
    left.splice(index, 1);
    room++;
  }
  return room;
}

interface Owed<Item> extends Claim<Item> {
  readonly missing: number;
}

/** Promotions that have fewer slots yet than their least. */
const owedOf = <Item>(claims: readonly Claim<Item>[], placed: readonly Item[]): Owed<Item>[] =>
  claims
    .map((claim) => ({ ...claim, missing: claim.least - placed.filter(claim.isOf).length }))
    .filter(({ missing }) => missing > 0);

/** A filter that is asked once of each item, however often its answer is needed. */
function remembered<Item extends { readonly itemId: string }>(
  matches: Filter,
  scopeOf: (item: Item) => FilterScope,
): (item: Item) => boolean {
  const answers = new Map<string, boolean>();
  return (item) => {
    const answer = answers.get(item.itemId) ?? matches(scopeOf(item));
    answers.set(item.itemId, answer);
    return answer;
  };
}
