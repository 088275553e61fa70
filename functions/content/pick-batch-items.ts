import type * as z from 'zod';
import type { StartBatchRequest } from '../../core/content/batch-contract.ts';
import type { BatchRepository } from '../../core/content/batch-repository.ts';
import type { ItemRepository } from '../../core/items/item-repository.ts';
import { chunksOf } from '../../core/platform/chunks-of.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import type { PickItemsInput, PickItemsOutput, Place } from '../../workflows/generate-content/contract.ts';

/** A step is seven events of an execution's history, which takes 25,000; at most 25 s an item. */
const ITEMS_A_STEP = 10;
const ITEMS_A_PAGE = 100;

/** The next items of a batch. Run again for the same place it picks the same. */
export async function pickBatchItems(
  { shop, batchId, place }: z.output<typeof PickItemsInput>,
  batches: Pick<BatchRepository, 'get' | 'patch'>,
  catalogue: Pick<ItemRepository, 'list'>,
): Promise<z.input<typeof PickItemsOutput>> {
  const { request } = await batches.get(shop, batchId);
  const page = request.itemIds
    ? namedItems(request.itemIds, place)
    : await catalogueItems(shop, request, place, catalogue);
  const picked = page.itemIds.slice(0, request.limit - place.taken);
  const taken = place.taken + picked.length;
  const isLast = page.cursor === null || taken >= request.limit;
  await batches.patch(shop, batchId, { total: taken, isCounted: isLast });
  return { chunks: chunksOf(picked, ITEMS_A_STEP), place: { cursor: page.cursor, taken }, isLast };
}

interface Picked {
  readonly itemIds: readonly string[];
  readonly cursor: string | null;
}

/** A cursor into a list of ids is how many of them were taken. */
function namedItems(given: readonly string[], { cursor }: Place): Picked {
  const itemIds = [...new Set(given)];
  const start = Number(cursor ?? 0);
  const end = start + ITEMS_A_PAGE;
  return { itemIds: itemIds.slice(start, end), cursor: end < itemIds.length ? String(end) : null };
}

async function catalogueItems(
  shop: ShopId,
  { category }: StartBatchRequest,
  { cursor }: Place,
  catalogue: Pick<ItemRepository, 'list'>,
): Promise<Picked> {
  const page = await catalogue.list(shop, { limit: ITEMS_A_PAGE, cursor: cursor ?? undefined });
  const wanted = page.data.filter((item) => !item.isHidden && (!category || item.category.includes(category)));
  return { itemIds: wanted.map(({ itemId }) => itemId), cursor: page.next_cursor };
}
