import { BatchGetCommand, BatchWriteCommand, type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { backOff } from '../platform/back-off.ts';
import { chunksOf } from '../platform/chunks-of.ts';
import type { PageQuery, ShopId } from '../platform/contract.ts';
import { type Page, positionOf, toPage } from '../platform/cursor.ts';
import { UnavailableError } from '../platform/errors.ts';
import { CatalogueRow } from './contract.ts';

const WRITES_PER_CALL = 25;
const READS_PER_CALL = 100;
const ATTEMPTS = 8;

export type ItemRepository = ReturnType<typeof createItemRepository>;

/** The catalogue. */
export function createItemRepository(client: DynamoDBDocumentClient, tableName: string) {
  async function putSome(rows: readonly CatalogueRow[]): Promise<void> {
    const writes = rows.map((row) => ({ PutRequest: { Item: { ...itemKey(row.shop, row.itemId), ...row } } }));
    let left: BatchWriteRequests = { [tableName]: writes };
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

  return {
    /** Each row replaces what was there. Rows must name different items. */
    async putAll(rows: readonly CatalogueRow[]): Promise<void> {
      await Promise.all(chunksOf(rows, WRITES_PER_CALL).map(putSome));
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
type BatchGetRequests = NonNullable<ConstructorParameters<typeof BatchGetCommand>[0]['RequestItems']>;

const shopKey = (shop: ShopId) => `SHOP#${shop}`;
const itemKey = (shop: ShopId, itemId: string) => ({ pk: shopKey(shop), sk: `ITEM#${itemId}` });
