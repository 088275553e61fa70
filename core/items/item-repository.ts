import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { PageQuery, ShopId } from '../platform/contract.ts';
import { type Page, type Position, toPage } from '../platform/cursor.ts';
import { type RowWrites, readRows, writeRows } from '../platform/many-rows.ts';
import { pageOfRows } from '../platform/partition-rows.ts';
import { refusal } from '../platform/refusal.ts';
import { CatalogueRow, PartOfItem } from './contract.ts';
import { WordLine } from './title-words.ts';
import type { TraitLine, TraitList } from './traits.ts';

/** Rows that the catalogue lists apart, so that slates find them without reading it whole. */
export interface ItemMarks {
  readonly fresh: readonly CatalogueRow[];
  readonly reduced: readonly CatalogueRow[];
  readonly noLonger: readonly CatalogueRow[];
}

/** Items next to each other by their ids, with some of their fields. */
export interface CatalogueStretch {
  readonly items: readonly PartOfItem[];
  /** The item behind which the next stretch begins; absent of the last one. */
  readonly end?: string;
}

const REDUCED_SECONDS = 60 * 86_400;
export const LISTED_ON_SALE = 500;
/** About 40 reads of 8 KB. A trait that more items have is rarely the one that a slate lacks. */
const LISTED_WITH_TRAIT = 5_000;
/** A page of items whose ids begin so. */
export interface PageOfIds extends PageQuery {
  /** @default all */
  readonly beginning?: string;
}

/** A page of what is listed under words that begin so. */
export interface PageOfWords extends PageQuery {
  readonly beginning: string;
  readonly isWanted: (line: WordLine) => boolean;
  /** Lines to look through for it, at most. */
  readonly among: number;
}

export type ItemRepository = ReturnType<typeof createItemRepository>;

/** The catalogue. */
export function createItemRepository(client: DynamoDBDocumentClient, tableName: string) {
  const write = (changes: Pick<RowWrites, 'put' | 'remove'>) =>
    writeRows(client, tableName, { ...changes, refusal: refusal('items-unwritten', {}) });

  async function marked(query: MarkQuery): Promise<string[]> {
    const { Items = [] } = await client.send(
      new QueryCommand({ TableName: tableName, ProjectionExpression: 'itemId', ScanIndexForward: false, ...query }),
    );
    return Items.map((item) => Mark.parse(item).itemId);
  }

  return {
    /** Each row replaces what was there. Rows must name different items. */
    async putAll(rows: readonly CatalogueRow[]): Promise<void> {
      await write({ put: rows.map((row) => ({ ...itemKey(row.shop, row.itemId), ...row })) });
    },

    /**
     * Lists rows as new, for as long as some model may not know them, or as reduced, for two months at most; again it
     * changes nothing. A mark that no query asks for any longer costs its few bytes alone.
     */
    async mark(shop: ShopId, { fresh, reduced, noLonger }: ItemMarks): Promise<void> {
      const expiresAt = ({ updatedAt }: CatalogueRow) => Math.floor(Date.parse(updatedAt) / 1000) + REDUCED_SECONDS;
      const asNew = fresh.map(({ itemId, firstSeenAt, updatedAt }) => ({
        ...newKey(shop, firstSeenAt ?? updatedAt, itemId),
        itemId,
      }));
      const onSale = reduced.map((row) => ({
        ...saleKey(shop, row.itemId),
        itemId: row.itemId,
        expiresAt: expiresAt(row),
      }));
      await write({ put: [...asNew, ...onSale], remove: noLonger.map(({ itemId }) => saleKey(shop, itemId)) });
    },

    /** Ids of items that came after a moment, the newest first: as many as one page of a query holds, which is some ten thousand. */
    async listNew(shop: ShopId, since: string): Promise<string[]> {
      const ids = await marked({
        KeyConditionExpression: 'pk = :pk AND sk > :since',
        ExpressionAttributeValues: { ':pk': newKey(shop, since, '').pk, ':since': since },
      });
      return [...new Set(ids)];
    },

    /** Ids of items that were reduced when they were last put. */
    listOnSale: (shop: ShopId): Promise<string[]> =>
      marked({
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': saleKey(shop, '').pk },
        Limit: LISTED_ON_SALE,
      }),

    /** Lists items under what they now have, and no longer under what they had; again it changes nothing. */
    async putTraits(shop: ShopId, gained: readonly TraitLine[], lost: readonly TraitLine[]): Promise<void> {
      await write({
        put: gained.map((line) => ({ ...traitKey(shop, line), itemId: line.itemId })),
        remove: lost.map((line) => traitKey(shop, line)),
      });
    },

    /** Items that have a trait, by their ids, as many as one page holds. */
    async withTrait(shop: ShopId, trait: string): Promise<TraitList> {
      const { pk } = traitKey(shop, { trait, itemId: '' });
      const asked = { attributes: ['itemId'], limit: LISTED_WITH_TRAIT };
      const { data, has_more } = await pageOfRows(client, { tableName, pk }, asked, Mark);
      return { itemIds: data.map(({ itemId }) => itemId), isWhole: !has_more };
    },

    /** Lists items under words of their titles as these are now, and no longer under others; again it changes nothing. */
    async putWords(shop: ShopId, gained: readonly WordLine[], lost: readonly WordLine[]): Promise<void> {
      await write({
        put: gained.map((line) => ({ ...wordKey(shop, line), ...line })),
        remove: lost.map((line) => wordKey(shop, line)),
      });
    },

    /** What is listed under words that begin so, by word. A page may be short while there is more. */
    async listByWord(
      shop: ShopId,
      { beginning, isWanted, among, limit, cursor }: PageOfWords,
    ): Promise<Page<WordLine>> {
      const { pk, sk: prefix } = wordKey(shop, { word: beginning });
      const page = { limit: among, cursor };
      const { data: lines, has_more } = await pageOfRows(client, { tableName, pk, prefix }, page, WordLine);
      const wanted = lines.filter(isWanted);
      const beyond = wanted[limit];
      const last = beyond ? wanted[limit - 1] : lines.at(-1);
      const hasMore = beyond !== undefined || has_more;
      return toPage(wanted.slice(0, limit), hasMore && last ? wordKey(shop, last) : undefined);
    },

    /** The items that exist, in no order. */
    async getMany(shop: ShopId, itemIds: readonly string[]): Promise<CatalogueRow[]> {
      const rows = await readRows(client, tableName, {
        keys: [...new Set(itemIds)].map((itemId) => itemKey(shop, itemId)),
        refusal: refusal('items-unread', {}),
      });
      return rows.map((row) => CatalogueRow.parse(row));
    },

    /** The items behind one, or the first, with some of their fields: as many as are a megabyte with all of them. */
    async stretch(shop: ShopId, fields: readonly string[], behind?: string): Promise<CatalogueStretch> {
      const asked = [...new Set([...ALWAYS_ASKED, ...fields])];
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :item)',
          ExpressionAttributeValues: { ':pk': shopKey(shop), ':item': 'ITEM#' },
          // Some of the names are words of DynamoDB's own.
          ProjectionExpression: asked.map((_, place) => `#${place}`).join(', '),
          ExpressionAttributeNames: Object.fromEntries(asked.map((field, place) => [`#${place}`, field])),
          ...(behind === undefined ? {} : { ExclusiveStartKey: itemKey(shop, behind) }),
        }),
      );
      const items = Items.map((item) => PartOfItem.parse(item));
      const end = LastEvaluatedKey && items.at(-1)?.itemId;
      return { items, ...(end === undefined ? {} : { end }) };
    },

    list(shop: ShopId, { beginning = '', ...page }: PageOfIds): Promise<Page<CatalogueRow>> {
      const { pk, sk: prefix } = itemKey(shop, beginning);
      return pageOfRows(client, { tableName, pk, prefix }, page, CatalogueRow);
    },
  };
}

type MarkQuery = Pick<
  ConstructorParameters<typeof QueryCommand>[0],
  'KeyConditionExpression' | 'ExpressionAttributeValues' | 'Limit'
>;

const ALWAYS_ASKED: readonly (keyof PartOfItem)[] = ['itemId', 'isHidden', 'stock'];

const Mark = z.object({ itemId: z.string() });

const shopKey = (shop: ShopId) => `SHOP#${shop}`;
const itemKey = (shop: ShopId, itemId: string) => ({ pk: shopKey(shop), sk: `ITEM#${itemId}` });
/** A new item is listed by when it came, so that the newest are read first. */
const newKey = (shop: ShopId, since: string, itemId: string) => ({ pk: `SHOP#${shop}#NEW`, sk: `${since}#${itemId}` });
const saleKey = (shop: ShopId, itemId: string) => ({ pk: `SHOP#${shop}#ON-SALE`, sk: `ITEM#${itemId}` });
const traitKey = (shop: ShopId, { trait, itemId }: TraitLine) => ({
  pk: `SHOP#${shop}#WITH#${trait}`,
  sk: `ITEM#${itemId}`,
});
/** Words are spread by how they begin; one that others begin with stands before them, and no word has a `#`. */
const wordKey = (shop: ShopId, { word, itemId }: Pick<WordLine, 'word'> & Partial<WordLine>): Position => ({
  pk: `SHOP#${shop}#WORDS#${[...word][0]}`,
  sk: itemId === undefined ? word : `${word}#${itemId}`,
});
