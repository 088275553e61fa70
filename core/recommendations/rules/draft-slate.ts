import { type Drafted, draftTeams } from '../../experiments/draft-teams.ts';
import { type Arrangement, type Choices, choicesOf } from './arrange-slate.ts';

/** A recipe's ranking and its rules; `scopeOf` and `rowOf` know the items of this ranking. */
export interface DraftSide<Item> extends Omit<Arrangement<Item>, 'k'> {
  readonly ranked: readonly Item[];
}

export interface DraftedItem<Item> extends Drafted<Item> {
  /** Whether a promotion of the side that picked it gave it its place. */
  readonly isPromoted: boolean;
}

/** A side that picked first in one round may pick last in the next. */
const UNTIL_NEXT_TURN = 3;

/**
 * One slate of two recipes that pick in turn. Each picks by its own filter, boosts and promotions; the caps and the
 * `maxSlots` of both hold for the whole slate, whoever picked.
 */
export function draftSlate<Item extends { readonly itemId: string }>(
  left: DraftSide<Item>,
  right: DraftSide<Item>,
  k: number,
  random: () => number,
): DraftedItem<Item>[] {
  const limits = {
    promotions: [...left.rules.promotions, ...right.rules.promotions],
    diversity: [...left.rules.diversity, ...right.rules.diversity],
  };
  const side = (own: DraftSide<Item>, other: DraftSide<Item>) =>
    offersOf(
      choicesOf(
        own.ranked,
        { rules: own.rules, k, ...knownTo(own, other) },
        { limits, untilNextTurn: UNTIL_NEXT_TURN },
      ),
    );
  return draftTeams<Offer<Item>>(side(left, right), side(right, left), k, random).map(
    ({ item: offer, ...drafted }) => ({
      ...drafted,
      item: offer.item,
      isPromoted: offer.isPromoted,
    }),
  );
}

interface Offer<Item> {
  readonly itemId: string;
  readonly item: Item;
  readonly isPromoted: boolean;
}

const offersOf =
  <Item extends { readonly itemId: string }>(choicesBelow: (placed: readonly Item[]) => Choices<Item>) =>
  (placed: readonly Offer<Item>[]): Offer<Item> | undefined => {
    const { choices, isPromoted } = choicesBelow(placed.map(({ item }) => item));
    const [item] = choices;
    return item && { itemId: item.itemId, item, isPromoted };
  };

/** What is known of the items of both, of an item of both what the side itself knows. */
function knownTo<Item extends { readonly itemId: string }>(own: DraftSide<Item>, other: DraftSide<Item>) {
  const ids = new Set(own.ranked.map(({ itemId }) => itemId));
  const sideOf = ({ itemId }: Item) => (ids.has(itemId) ? own : other);
  return {
    scopeOf: (item: Item) => sideOf(item).scopeOf(item),
    rowOf: (item: Item) => sideOf(item).rowOf(item),
  };
}
