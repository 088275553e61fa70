import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { changeOnCondition } from '../platform/change-on-condition.ts';
import type { PageQuery, ShopId } from '../platform/contract.ts';
import type { Page } from '../platform/cursor.ts';
import { existingRow } from '../platform/existing-row.ts';
import { pageOfRows } from '../platform/partition-rows.ts';
import { refusal } from '../platform/refusal.ts';
import { setFields } from '../platform/set-fields.ts';
import { type Failure, failRunning } from '../platform/set-while.ts';
import { writtenTogether } from '../platform/written-together.ts';
import { Batch, type BatchId } from './batch-contract.ts';

/** How the text of one item in a batch ended. */
export type ItemOutcome = 'drafted' | 'refused' | 'failed';

export type BatchRepository = ReturnType<typeof createBatchRepository>;

/** Batches and how far they are; an item is counted once, however often its step runs. */
export function createBatchRepository(client: DynamoDBDocumentClient, tableName: string) {
  async function patch(shop: ShopId, batchId: BatchId, fields: Partial<Batch>): Promise<void> {
    await client.send(
      new UpdateCommand({
        TableName: tableName,
        Key: batchKey(shop, batchId),
        ...setFields(fields),
        ConditionExpression: 'attribute_exists(pk)',
      }),
    );
  }

  async function isCounted(shop: ShopId, batchId: BatchId, itemId: string): Promise<boolean> {
    const Key = countKey(shop, batchId, itemId);
    const { Item } = await client.send(new GetCommand({ TableName: tableName, Key, ConsistentRead: true }));
    return Item !== undefined;
  }

  return {
    patch,

    async get(shop: ShopId, batchId: BatchId): Promise<Batch> {
      const key = batchKey(shop, batchId);
      return existingRow(client, { tableName, key }, Batch, refusal('no-batch', { batchId }));
    },

    /** Unless it has ended before. */
    async fail(shop: ShopId, batchId: BatchId, failure: Failure): Promise<void> {
      await failRunning(client, { tableName, key: batchKey(shop, batchId) }, failure);
    },

    async create(batch: Batch): Promise<void> {
      await client.send(
        new PutCommand({ TableName: tableName, Item: { ...batchKey(batch.shop, batch.batchId), ...batch } }),
      );
    },

    /** Counts an item's outcome, unless it was counted before. */
    async count(shop: ShopId, batchId: BatchId, itemId: string, outcome: ItemOutcome): Promise<void> {
      const writes = [
        {
          Put: {
            TableName: tableName,
            Item: { ...countKey(shop, batchId, itemId), outcome },
            ConditionExpression: 'attribute_not_exists(pk)',
          },
        },
        {
          Update: {
            TableName: tableName,
            Key: batchKey(shop, batchId),
            UpdateExpression: 'ADD #outcome :one',
            ExpressionAttributeNames: { '#outcome': outcome },
            ExpressionAttributeValues: { ':one': 1 },
          },
        },
      ];
      // Steps that write at once meet in the batch's row; one that was counted before is found by reading.
      await changeOnCondition({
        first: false,
        read: () => isCounted(shop, batchId, itemId),
        change: (isDone) => (isDone ? undefined : writes),
        write: (due) => writtenTogether(client, due),
        refusal: refusal('batch-busy', {}),
      });
    },

    async list(shop: ShopId, page: PageQuery): Promise<Page<Batch>> {
      const { pk } = batchKey(shop, '');
      return pageOfRows(client, { tableName, pk }, { ...page, isNewestFirst: true }, Batch);
    },
  };
}

const countKey = (shop: ShopId, batchId: BatchId, itemId: string) => ({
  pk: `SHOP#${shop}#BATCH#${batchId}`,
  sk: `ITEM#${itemId}`,
});
const batchKey = (shop: ShopId, batchId: string) => ({ pk: `SHOP#${shop}#BATCHES`, sk: `BATCH#${batchId}` });
