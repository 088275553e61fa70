import type { EventQueue } from '../../core/events/event-queue.ts';
import { type CatalogueRow, PutItem, type PutItemsRequest, type PutItemsResponse } from '../../core/items/contract.ts';
import type { ItemRepository } from '../../core/items/item-repository.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import { parseRows } from '../../core/platform/parse-rows.ts';

/**
 * Puts items into the catalogue and, on their way through the queue, into the lake. The queue comes first: a row
 * that is only in the lake is mended by sending the request again, one that is only in the table would never be learned from.
 */
export async function putItems(
  shop: ShopId,
  { items }: PutItemsRequest,
  catalogue: Pick<ItemRepository, 'putAll'>,
  queue: Pick<EventQueue, 'sendRows'>,
  now: Date,
): Promise<PutItemsResponse> {
  const { rows, rejected } = parseRows(PutItem, items, '#/items');
  const updatedAt = now.toISOString();
  // Of two rows for one item in one request the last holds.
  const byId = new Map<string, CatalogueRow>(rows.map((row) => [row.itemId, { ...row, shop, updatedAt }]));
  await queue.sendRows('items', shop, now, [...byId.values()]);
  await catalogue.putAll([...byId.values()]);
  return { accepted: rows.length, rejected: [...rejected] };
}
