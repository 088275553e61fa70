import type { CatalogueRow } from '../items/contract.ts';
import type { Exclude } from './recipe.ts';

export interface Exclusions {
  readonly purchased: ReadonlySet<string>;
  readonly inBasket: ReadonlySet<string>;
  /** Waved away by the customer. */
  readonly dismissed: ReadonlySet<string>;
  /** The item that is being looked at. */
  readonly current?: string | undefined;
  readonly outOfStock: boolean;
}

/** What a recipe excludes of what a customer did. Dismissed items and the one looked at are always excluded. */
export function exclusionsOf(
  { purchased, inBasket, outOfStock }: Exclude,
  did: {
    readonly purchased: Iterable<string>;
    readonly inBasket: Iterable<string>;
    readonly dismissed: Iterable<string>;
  },
  current?: string,
): Exclusions {
  return {
    purchased: new Set(purchased ? did.purchased : []),
    inBasket: new Set(inBasket ? did.inBasket : []),
    dismissed: new Set(did.dismissed),
    current,
    outOfStock,
  };
}

/** Whether the customer's own doing excludes an item; its catalogue row need not be read for that. */
export const isExcluded = ({ purchased, inBasket, dismissed, current }: Exclusions, itemId: string): boolean =>
  itemId === current || purchased.has(itemId) || inBasket.has(itemId) || dismissed.has(itemId);

/** What nobody is shown, whoever chose it: excluded by what the customer did, hidden, sold out, or unknown. */
export function excludeItems<Item extends { readonly itemId: string }>(
  pool: readonly Item[],
  items: ReadonlyMap<string, Pick<CatalogueRow, 'isHidden' | 'stock'>>,
  exclusions: Exclusions,
): Item[] {
  return pool.filter(({ itemId }) => {
    const item = items.get(itemId);
    return item !== undefined && mayBeShown(itemId, item, exclusions);
  });
}

/** Whether somebody may be shown an item, as its row has it. */
export const mayBeShown = (
  itemId: string,
  { isHidden, stock }: Pick<CatalogueRow, 'isHidden' | 'stock'>,
  exclusions: Exclusions,
): boolean => !isHidden && !(exclusions.outOfStock && stock === 0) && !isExcluded(exclusions, itemId);
