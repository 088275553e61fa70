export interface Drafted<Item> {
  readonly item: Item;
  readonly team: 'left' | 'right';
  /** Probability of this item in this place, given the items above it. Their product is the slate's. */
  readonly propensity: number;
}

/** A side's best item that may come below those that are placed. */
export type BestBelow<Item> = (placed: readonly Item[]) => Item | undefined;

/**
 * Team-draft interleaving (Radlinski, Kurup and Joachims, 2008): two sides pick in turn, a coin deciding who begins each
 * round, and each picks its best item that may come next. `random` is in [0, 1) and asked once a round.
 */
export function draftTeams<Item extends { readonly itemId: string }>(
  left: BestBelow<Item>,
  right: BestBelow<Item>,
  k: number,
  random: () => number,
): Drafted<Item>[] {
  const placed: Item[] = [];
  const drafted: Drafted<Item>[] = [];
  // Who leads by how many picks. What is seen of a slate does not always tell who picked, hence a distribution too.
  let lead = 0;
  let beliefs: ReadonlyMap<number, number> = new Map([[0, 1]]);
  while (drafted.length < k) {
    const tops = { left: left(placed), right: right(placed) };
    if (!tops.left && !tops.right) break;
    const coin = lead === 0 ? random() : 0;
    const team = chooserOf(lead, coin < 0.5 ? 'left' : 'right', tops);
    const item = tops[team];
    if (!item) break;
    const seen = believe(beliefs, tops, item.itemId);
    drafted.push({ item, team, propensity: seen.probability });
    beliefs = seen.beliefs;
    lead += team === 'left' ? 1 : -1;
    placed.push(item);
  }
  return drafted;
}

interface Tops<Item> {
  readonly left: Item | undefined;
  readonly right: Item | undefined;
}

/** Who is behind picks; at par the coin decides; a side that has nothing for this place leaves it to the other. */
function chooserOf<Item>(lead: number, coin: 'left' | 'right', tops: Tops<Item>): 'left' | 'right' {
  const turn = lead < 0 ? 'left' : lead > 0 ? 'right' : coin;
  if (tops[turn]) return turn;
  return turn === 'left' ? 'right' : 'left';
}

/** The probability of an item under what may have happened so far, and what may have happened now that it was seen. */
function believe<Item extends { readonly itemId: string }>(
  beliefs: ReadonlyMap<number, number>,
  tops: Tops<Item>,
  itemId: string,
) {
  const next = new Map<number, number>();
  let probability = 0;
  for (const [lead, belief] of beliefs) {
    for (const coin of ['left', 'right'] as const) {
      const team = chooserOf(lead, coin, tops);
      if (tops[team]?.itemId !== itemId) continue;
      const moved = lead + (team === 'left' ? 1 : -1);
      next.set(moved, (next.get(moved) ?? 0) + belief / 2);
      probability += belief / 2;
    }
  }
  return { probability, beliefs: new Map([...next].map(([lead, share]) => [lead, share / probability])) };
}
