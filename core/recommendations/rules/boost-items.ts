import type { Filter } from '../filter/compile-filter.ts';
import type { CompiledBoost } from './compile-rules.ts';

/**
 * Reorders a ranking by boosts. An item's worth is its place, 1 at the top and near 0 at the end, so that a strength
 * means the same whatever scale a model scores on; several boosts add up and stay within [-1, 1].
 */
export function boostItems<Item extends { readonly itemId: string }>(
  ranked: readonly Item[],
  boosts: readonly Pick<CompiledBoost, 'matches' | 'strength'>[],
  scopeOf: (item: Item) => Parameters<Filter>[0],
): Item[] {
  if (!boosts.length) return [...ranked];
  const worth = ranked.map((item, index) => {
    const scope = scopeOf(item);
    const lift = boosts.reduce((sum, { matches, strength }) => (matches(scope) ? sum + strength : sum), 0);
    return { item, index, worth: 1 - index / ranked.length + Math.max(-1, Math.min(1, lift)) };
  });
  return worth.sort((left, right) => right.worth - left.worth || left.index - right.index).map(({ item }) => item);
}
