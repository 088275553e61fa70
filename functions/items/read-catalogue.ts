import type { PartOfItem } from '../../core/items/contract.ts';
import type { ItemRepository } from '../../core/items/item-repository.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import { createShortCache } from '../../core/platform/short-cache.ts';

/** Of a megabyte each: some seven thousand items of the usual size, 1,280 reads of 8 KB. */
const MOST_STRETCHES = 10;
/** Fields of ten megabytes of items each: a function has room for so many. */
const KEPT = 8;

/** The items from the first id on that are not hidden, and whether there are no others behind. */
export interface PartOfCatalogue {
  readonly items: readonly PartOfItem[];
  readonly isWhole: boolean;
}

export type ReadCatalogue = (shop: ShopId, fields: readonly string[]) => Promise<PartOfCatalogue>;

/** Reads some fields of a catalogue, and again after five minutes. */
export function createCatalogueReader(
  items: Pick<ItemRepository, 'stretch'>,
  now: () => number = Date.now,
): ReadCatalogue {
  const read = createShortCache<PartOfCatalogue>({ capacity: KEPT, now });
  return (shop, fields) => {
    const asked = [...new Set(fields)].toSorted();
    return read.get(JSON.stringify([shop, asked]), () => readStretches((behind) => items.stretch(shop, asked, behind)));
  };
}

async function readStretches(
  stretch: (behind?: string) => ReturnType<ItemRepository['stretch']>,
): Promise<PartOfCatalogue> {
  const found: PartOfItem[] = [];
  let behind: string | undefined;
  for (let count = 0; count < MOST_STRETCHES; count++) {
    const { items, end } = await stretch(behind);
    found.push(...items.filter(({ isHidden }) => !isHidden));
    if (end === undefined) return { items: found, isWhole: true };
    behind = end;
  }
  return { items: found, isWhole: false };
}
