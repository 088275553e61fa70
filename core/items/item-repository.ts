import { BatchGetCommand, BatchWriteCommand, type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { backOff } from '../platform/back-off.ts';
import { chunksOf } from '../platform/chunks-of.ts';
import type { PageQuery, ShopId } from '../platform/contract.ts';
import { type Page, positionOf, toPage } from '../platform/cursor.ts';
import { UnavailableError } from '../platform/errors.ts';
import { CatalogueRow } from './contract.ts';

const WRITES_PER_CALL = 25;
const READS_PER_CALL = 100;
const ATTEMPTS = 8;

/** Rows that the catalogue lists apart, so that slates find them without reading it whole. */
export interface ItemMarks {
  readonly fresh: readonly CatalogueRow[];
  readonly reduced: readonly CatalogueRow[];
  readonly noLonger: readonly CatalogueRow[];
}

const MARKED_SECONDS = 60 * 86_400;
/** As many new items as one question to a recommender may bring. */
const LISTED_NEW = 200;
const LISTED_ON_SALE = 500;

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

  async function marked(pk: string, Limit: number, since?: string): Promise<string[]> {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: tableName,
        KeyConditionExpression: since === undefined ? 'pk = :pk' : 'pk = :pk AND sk > :since',
        ExpressionAttributeValues: { ':pk': pk, ...(since === undefined ? {} : { ':since': since }) },
        ScanIndexForward: false,
        Limit,
      }),
    );
    return Items.map((item) => Mark.parse(item).itemId);
  }

  return {
    /** Each row replaces what was there. Rows must name different items. */
    async putAll(rows: readonly CatalogueRow[]): Promise<void> {
      const writes = rows.map((row) => ({ PutRequest: { Item: { ...itemKey(row.shop, row.itemId), ...row } } }));
      await Promise.all(chunksOf(writes, WRITES_PER_CALL).map(writeSome));
    },

    /** Lists rows as new or reduced, each at most for two months; again it changes nothing. */
    async mark(shop: ShopId, { fresh, reduced, noLonger }: ItemMarks): Promise<void> {
      const put = (key: { pk: string; sk: string }, { itemId, updatedAt }: CatalogueRow) => ({
        PutRequest: { Item: { ...key, itemId, expiresAt: Math.floor(Date.parse(updatedAt) / 1000) + MARKED_SECONDS } },
      });
      const writes = [
        ...fresh.map((row) => put(newKey(shop, row.firstSeenAt ?? row.updatedAt, row.itemId), row)),
        ...reduced.map((row) => put(saleKey(shop, row.itemId), row)),
        ...noLonger.map(({ itemId }) => ({ DeleteRequest: { Key: saleKey(shop, itemId) } })),
      ];
      await Promise.all(chunksOf(writes, WRITES_PER_CALL).map(writeSome));
    },

    /** Ids of items that came after a moment, the newest first, as many as a recommender is told of at once. */
    async listNew(shop: ShopId, since: string): Promise<string[]> {
      const ids = await marked(newKey(shop, since, '').pk, LISTED_NEW, since);
      return [...new Set(ids)];
    },

    /** Ids of items that were reduced when they were last put. */
    listOnSale: (shop: ShopId): Promise<string[]> => marked(saleKey(shop, '').pk, LISTED_ON_SALE),

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

const Mark = z.object({ itemId: z.string() });

const shopKey = (shop: ShopId) => `SHOP#${shop}`;
const itemKey = (shop: ShopId, itemId: string) => ({ pk: shopKey(shop), sk: `ITEM#${itemId}` });
/** A new item is listed by when it came, so that the newest are read first. */
const newKey = (shop: ShopId, since: string, itemId: string) => ({ pk: `SHOP#${shop}#NEW`, sk: `${since}#${itemId}` });
const saleKey = (shop: ShopId, itemId: string) => ({ pk: `SHOP#${shop}#ON-SALE`, sk: `ITEM#${itemId}` });
