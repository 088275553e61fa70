export interface ExploreSettings {
  /** Chance that the last position is given to an item from further down. @default 0.1 */
  readonly epsilon?: number;
  /** How far down such an item may come from. @default 20 */
  readonly depth?: number;
}

export interface Explored<Item> {
  readonly item: Item;
  /** Probability with which this item comes to its position, exact. */
  readonly propensity: number;
  readonly isExplored: boolean;
}

/**
 * The first k of a ranking, with a little chance at the last position: its own item stays with probability 1 − ε, else
 * one of the next `depth` items takes its place, each as likely. Every other position is certain. `random` is in [0, 1).
 */
export function exploreSlate<Item>(
  ranked: readonly Item[],
  k: number,
  random: number,
  settings: ExploreSettings = {},
): Explored<Item>[] {
  const { epsilon = 0.1, depth = 20 } = settings;
  const slate = ranked.slice(0, k).map((item): Explored<Item> => ({ item, propensity: 1, isExplored: false }));
  const tail = ranked.slice(k, k + depth);
  const last = slate.pop();
  if (!last) return [];
  if (!tail.length) return [...slate, last];
  // One number decides both whether and which: below ε, its place within ε picks the item.
  const drawn =
    random < epsilon ? tail[Math.min(tail.length - 1, Math.floor((random / epsilon) * tail.length))] : undefined;
  if (drawn === undefined) return [...slate, { ...last, propensity: 1 - epsilon }];
  return [...slate, { item: drawn, propensity: epsilon / tail.length, isExplored: true }];
}
