import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { ShopId } from '../platform/contract.ts';
import { NotFoundError } from '../platform/errors.ts';
import { setFields } from '../platform/set-fields.ts';
import { SlateBatch, type SlateBatchId } from './batch-contract.ts';

export type SlateBatchRepository = ReturnType<typeof createSlateBatchRepository>;

/** Batches of slates: what was ordered, and how it ended. */
export function createSlateBatchRepository(client: DynamoDBDocumentClient, tableName: string) {
  return {
    async create(batch: SlateBatch): Promise<void> {
      const Item = { ...batchKey(batch.shop, batch.batchId), ...batch };
      await client.send(new PutCommand({ TableName: tableName, Item }));
    },

    async get(shop: ShopId, batchId: SlateBatchId): Promise<SlateBatch> {
      const Key = batchKey(shop, batchId);
      const { Item } = await client.send(new GetCommand({ TableName: tableName, Key, ConsistentRead: true }));
      if (!Item) throw new NotFoundError(`There is no batch ${batchId}`);
      return SlateBatch.parse(Item);
    },

    /** How it ended; again it ends the same. */
    async end(shop: ShopId, batchId: SlateBatchId, ending: SlateBatchEnding): Promise<void> {
      await client.send(
        new UpdateCommand({
          TableName: tableName,
          Key: batchKey(shop, batchId),
          ...setFields(ending),
          ConditionExpression: 'attribute_exists(pk)',
        }),
      );
    },
  };
}

export type SlateBatchEnding = Pick<SlateBatch, 'status' | 'endedAt' | 'customers' | 'location' | 'files' | 'reason'>;

const batchKey = (shop: ShopId, batchId: SlateBatchId) => ({
  pk: `SHOP#${shop}#SLATE-BATCHES`,
  sk: `BATCH#${batchId}`,
});
