import type { CatalogueRow } from '../../items/contract.ts';
import type { FilterScope } from '../filter/compile-filter.ts';
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
  { rules, k, scopeOf, rowOf }: Arrangement<Item>,
): Arranged<Item> {
  const allowed = ranked.filter((item) => rules.filters.every((filter) => filter(scopeOf(item))));
  let left = boostItems(allowed, rules.boosts, scopeOf);
  const claims = claimsOf(left, rules.promotions, scopeOf, k);
  const placed: Item[] = [];
  const promoted = new Set<string>();
  let options: readonly Item[] = [];
  while (placed.length < k) {
    const rows = placed.map(rowOf);
    const open = left.filter(
      (item) =>
        claims.every((claim) => !claim.matching.has(item.itemId) || claim.filled < claim.most) &&
        keepsDiverse(rows, rowOf(item), rules.diversity),
    );
    const { choices, isPromoted } = choicesOf(open, claims, placed.length, k);
    const [next] = choices;
    if (!next) break;
    if (isPromoted) promoted.add(next.itemId);
    for (const claim of claims) if (claim.matching.has(next.itemId)) claim.filled++;
    placed.push(next);
    options = choices.slice(1);
    left = left.filter((item) => item !== next);
  }
  return { length: placed.length, ordered: [...placed, ...options], promoted };
}

interface Claim {
  readonly matching: ReadonlySet<string>;
  readonly least: number;
  readonly most: number;
  filled: number;
}

function claimsOf<Item extends { readonly itemId: string }>(
  items: readonly Item[],
  promotions: readonly CompiledPromotion[],
  scopeOf: (item: Item) => FilterScope,
  k: number,
): Claim[] {
  let free = k;
  return promotions.map((promotion) => {
    const found = items.filter((item) => promotion.matches(scopeOf(item))).map(({ itemId }) => itemId);
    const least = Math.min(slotsOf(promotion, k), found.length, free);
    free -= least;
    return { matching: new Set(found), least, most: promotion.maxSlots ?? k, filled: 0 };
  });
}

/** Everything open, or, where a promotion is due, what it promotes: at its even share of the places, or at the last ones left. */
function choicesOf<Item extends { readonly itemId: string }>(
  open: readonly Item[],
  claims: readonly Claim[],
  index: number,
  k: number,
) {
  const owed = claims.filter(({ least, filled }) => filled < least);
  const needed = owed.reduce((sum, { least, filled }) => sum + least - filled, 0);
  const isTight = needed >= k - index;
  const due = owed.filter(({ least, filled }) => isTight || filled < Math.floor(((index + 1) * least) / k));
  for (const { matching } of due) {
    const choices = open.filter(({ itemId }) => matching.has(itemId));
    if (choices.length) return { choices, isPromoted: choices[0] !== open[0] };
  }
  return { choices: open, isPromoted: false };
}
