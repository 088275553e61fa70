import type { PartOfItem } from '../../core/items/contract.ts';
import type { CatalogueStretch } from '../../core/items/item-repository.ts';
import { POOL_SIZE } from '../../core/recommendations/gather-candidates.ts';

/** Of a megabyte each: some seven thousand items of the usual size, 1,280 reads of 8 KB. */
const MOST_STRETCHES = 10;

interface Found {
  readonly itemIds: readonly string[];
  /** Whether more may be further on than was looked. */
  readonly hasUnseen: boolean;
}

/** Looks through a catalogue from its first id on, stretch by stretch, until a pool is full or enough of it is read. */
export async function searchCatalogue(
  stretch: (behind?: string) => Promise<CatalogueStretch>,
  isWanted: (item: PartOfItem) => boolean,
): Promise<Found> {
  const itemIds: string[] = [];
  let behind: string | undefined;
  for (let read = 0; read < MOST_STRETCHES && itemIds.length < POOL_SIZE; read++) {
    const { items, end } = await stretch(behind);
    itemIds.push(...items.filter(isWanted).map(({ itemId }) => itemId));
    if (end === undefined) return { itemIds, hasUnseen: false };
    behind = end;
  }
  return { itemIds, hasUnseen: true };
}
