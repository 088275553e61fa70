import type { EventQueue } from '../../core/events/event-queue.ts';
import {
  type CatalogueRow,
  type LakeItem,
  PutItem,
  type PutItemsRequest,
  type PutItemsResponse,
} from '../../core/items/contract.ts';
import type { ItemMarks, ItemRepository } from '../../core/items/item-repository.ts';
import { continueRow, saleOf } from '../../core/items/price-history.ts';
import { type WordLine, wordLinesOf, wordsOf } from '../../core/items/title-words.ts';
import { listedSince, type TraitLine, traitsOf } from '../../core/items/traits.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import { parseRows } from '../../core/platform/parse-rows.ts';

/**
 * Puts items into the catalogue and, on their way through the queue, into the lake. The queue comes first: a row
 * that is only in the lake is mended by sending the request again, one that is only in the table would never be learned from.
 */
export async function putItems(
  shop: ShopId,
  { items }: PutItemsRequest,
  catalogue: Pick<ItemRepository, 'getMany' | 'mark' | 'putAll' | 'putTraits' | 'putWords'>,
  queue: Pick<EventQueue, 'sendRows'>,
  now: Date,
): Promise<PutItemsResponse> {
  const { rows, rejected } = parseRows(PutItem, items, '#/items');
  // Of two rows for one item in one request the last holds, and the last picture.
  const byId = new Map(rows.map((row) => [row.itemId, row]));
  const pictures = new Map(rows.flatMap(({ itemId, imageVector }) => (imageVector ? [[itemId, imageVector]] : [])));
  const known = new Map((await catalogue.getMany(shop, [...byId.keys()])).map((row) => [row.itemId, row]));
  const kept = [...byId.values()].map((row) => continueRow(row, known.get(row.itemId), shop, now));
  await queue.sendRows(
    'items',
    shop,
    now,
    kept.map((row) => forLake(row, pictures.get(row.itemId))),
  );
  // Before the rows: sent again, a request still sees which items are new and what of them changed.
  const before = [...known.values()];
  const listed = before.filter(({ listedAt }) => listedSince(listedAt, now));
  const worded = before.filter(({ wordsListedAt }) => listedSince(wordsListedAt, now));
  await catalogue.mark(shop, marksOf(kept, known, now));
  await catalogue.putTraits(shop, traitsBeyond(kept, listed), traitsBeyond(before, kept));
  await catalogue.putWords(shop, wordsGained(kept, worded), wordsLost(before, kept));
  await catalogue.putAll(kept);
  return { accepted: rows.length, rejected: [...rejected] };
}

const forLake = (
  { listedAt: _, wordsListedAt: __, ...row }: CatalogueRow,
  imageVector: LakeItem['imageVector'],
): LakeItem => (imageVector ? { ...row, imageVector } : row);

/** Which of the rows are new, which are reduced now, and which no longer are. */
function marksOf(rows: readonly CatalogueRow[], known: ReadonlyMap<string, CatalogueRow>, now: Date): ItemMarks {
  const isReduced = (row: CatalogueRow | undefined) => row !== undefined && saleOf(row, now) !== undefined;
  return {
    fresh: rows.filter(({ itemId }) => !known.has(itemId)),
    reduced: rows.filter(isReduced),
    noLonger: rows.filter((row) => !isReduced(row) && isReduced(known.get(row.itemId))),
  };
}

/** What rows have that the same items have not among the others. */
function traitsBeyond(rows: readonly CatalogueRow[], others: readonly CatalogueRow[]): TraitLine[] {
  const had = new Map(others.map((row) => [row.itemId, traitsOf(row)]));
  return rows.flatMap((row) =>
    [...traitsOf(row)].flatMap((trait) => (had.get(row.itemId)?.has(trait) ? [] : [{ trait, itemId: row.itemId }])),
  );
}

/** Every line has the whole title, so where that is another they all are. */
function wordsGained(rows: readonly CatalogueRow[], listed: readonly CatalogueRow[]): WordLine[] {
  const titles = new Map(listed.map(({ itemId, title }) => [itemId, title]));
  return rows.filter(({ itemId, title }) => titles.get(itemId) !== title).flatMap(wordLinesOf);
}

function wordsLost(before: readonly CatalogueRow[], rows: readonly CatalogueRow[]): WordLine[] {
  const words = new Map(rows.map(({ itemId, title }) => [itemId, wordsOf(title)]));
  return before.flatMap((row) => wordLinesOf(row).filter(({ word }) => !words.get(row.itemId)?.has(word)));
}
