import { BatchGetCommand, BatchWriteCommand, type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { backOff } from '../platform/back-off.ts';
import { chunksOf } from '../platform/chunks-of.ts';
import type { PageQuery, ShopId } from '../platform/contract.ts';
import { type Page, positionOf, toPage } from '../platform/cursor.ts';
import { UnavailableError } from '../platform/errors.ts';
import { inParallel } from '../platform/in-parallel.ts';
import { CatalogueRow } from './contract.ts';
import type { TraitLine, TraitList } from './traits.ts';

const WRITES_PER_CALL = 25;
const READS_PER_CALL = 100;
const ATTEMPTS = 8;

/** Rows that the catalogue lists apart, so that slates find them without reading it whole. */
export interface ItemMarks {
  readonly fresh: readonly CatalogueRow[];
  readonly reduced: readonly CatalogueRow[];
  readonly noLonger: readonly CatalogueRow[];
}

const REDUCED_SECONDS = 60 * 86_400;
export const LISTED_ON_SALE = 500;
/** About 40 reads of 8 KB. A trait that more items have is rarely the one that a slate lacks. */
const LISTED_WITH_TRAIT = 5_000;
const CALLS_AT_ONCE = 16;

export type ItemRepository = ReturnType<typeof createItemRepository>;

/** The catalogue. */
export function createItemRepository(client: DynamoDBDocumentClient, tableName: string) {
  async function writeSome(writes: readonly WriteRequest[]): Promise<void> {
    let left: BatchWriteRequests = { [tableName]: [...writes] };
    for (let attempt = 0; Object.keys(left).length; attempt++) {
      if (attempt === ATTEMPTS) throw new UnavailableError('The catalogue takes no more writes just now');
      if (attempt) await backOff(attempt);
      left = (await client.send(new BatchWriteCommand({ RequestItems: left }))).UnprocessedItems ?? {};
    }
  }

  async function getSome(shop: ShopId, itemIds: readonly string[]): Promise<CatalogueRow[]> {
    const rows: CatalogueRow[] = [];
    let left: BatchGetRequests = { [tableName]: { Keys: itemIds.map((itemId) => itemKey(shop, itemId)) } };
    for (let attempt = 0; Object.keys(left).length; attempt++) {
      if (attempt === ATTEMPTS) throw new UnavailableError('The catalogue answers no more reads just now');
      if (attempt) await backOff(attempt);
      const { Responses, UnprocessedKeys } = await client.send(new BatchGetCommand({ RequestItems: left }));
      rows.push(...(Responses?.[tableName] ?? []).map((item) => CatalogueRow.parse(item)));
      left = UnprocessedKeys ?? {};
    }
    return rows;
  }

  async function marked(query: MarkQuery): Promise<string[]> {
    const { Items = [] } = await client.send(
      new QueryCommand({ TableName: tableName, ProjectionExpression: 'itemId', ScanIndexForward: false, ...query }),
    );
    return Items.map((item) => Mark.parse(item).itemId);
  }

  return {
    /** Each row replaces what was there. Rows must name different items. */
    async putAll(rows: readonly CatalogueRow[]): Promise<void> {
      const writes = rows.map((row) => ({ PutRequest: { Item: { ...itemKey(row.shop, row.itemId), ...row } } }));
      await Promise.all(chunksOf(writes, WRITES_PER_CALL).map(writeSome));
    },

    /**
     * Lists rows as new, for as long as some model may not know them, or as reduced, for two months at most; again it
     * changes nothing. A mark that no query asks for any longer costs its few bytes alone.
     */
    async mark(shop: ShopId, { fresh, reduced, noLonger }: ItemMarks): Promise<void> {
      const expiresAt = ({ updatedAt }: CatalogueRow) => Math.floor(Date.parse(updatedAt) / 1000) + REDUCED_SECONDS;
      const put = (Item: object) => ({ PutRequest: { Item } });
      const writes = [
        ...fresh.map(({ itemId, firstSeenAt, updatedAt }) =>
          put({ ...newKey(shop, firstSeenAt ?? updatedAt, itemId), itemId }),
        ),
        ...reduced.map((row) => put({ ...saleKey(shop, row.itemId), itemId: row.itemId, expiresAt: expiresAt(row) })),
        ...noLonger.map(({ itemId }) => ({ DeleteRequest: { Key: saleKey(shop, itemId) } })),
      ];
      await Promise.all(chunksOf(writes, WRITES_PER_CALL).map(writeSome));
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
      const writes = [
        ...gained.map((line) => ({ PutRequest: { Item: { ...traitKey(shop, line), itemId: line.itemId } } })),
        ...lost.map((line) => ({ DeleteRequest: { Key: traitKey(shop, line) } })),
      ];
      await inParallel(chunksOf(writes, WRITES_PER_CALL), CALLS_AT_ONCE, writeSome);
    },

    /** Items that have a trait, by their ids, as many as one page holds. */
    async withTrait(shop: ShopId, trait: string): Promise<TraitList> {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': traitKey(shop, { trait, itemId: '' }).pk },
          ProjectionExpression: 'itemId',
          Limit: LISTED_WITH_TRAIT,
        }),
      );
      return { itemIds: Items.map((item) => Mark.parse(item).itemId), isWhole: !LastEvaluatedKey };
    },

    /** The items that exist, in no order. */
    async getMany(shop: ShopId, itemIds: readonly string[]): Promise<CatalogueRow[]> {
      const chunks = chunksOf([...new Set(itemIds)], READS_PER_CALL);
      return (await Promise.all(chunks.map((chunk) => getSome(shop, chunk)))).flat();
    },

    async list(shop: ShopId, { limit, cursor }: PageQuery): Promise<Page<CatalogueRow>> {
      const pk = shopKey(shop);
      const { Items, LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :item)',
          ExpressionAttributeValues: { ':pk': pk, ':item': 'ITEM#' },
          Limit: limit,
          ExclusiveStartKey: positionOf(cursor, pk),
        }),
      );
      const rows = (Items ?? []).map((item) => CatalogueRow.parse(item));
      return toPage(rows, LastEvaluatedKey);
    },
  };
}

type BatchWriteRequests = NonNullable<ConstructorParameters<typeof BatchWriteCommand>[0]['RequestItems']>;
type WriteRequest = NonNullable<BatchWriteRequests[string]>[number];
type BatchGetRequests = NonNullable<ConstructorParameters<typeof BatchGetCommand>[0]['RequestItems']>;

type MarkQuery = Pick<
  ConstructorParameters<typeof QueryCommand>[0],
  'KeyConditionExpression' | 'ExpressionAttributeValues' | 'Limit'
>;

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
