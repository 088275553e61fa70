import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { ShopId } from '../platform/contract.ts';
import { RetentionCount } from './retention.ts';

export type RetentionRepository = ReturnType<typeof createRetentionRepository>;

/** The last count of who came back, so that a page need not count a whole shop. */
export function createRetentionRepository(client: DynamoDBDocumentClient, tableName: string) {
  return {
    async find(shop: ShopId): Promise<RetentionCount | undefined> {
      const { Item } = await client.send(new GetCommand({ TableName: tableName, Key: countKey(shop) }));
      return Item && RetentionCount.parse(Item);
    },
    async put(shop: ShopId, count: RetentionCount): Promise<void> {
      await client.send(new PutCommand({ TableName: tableName, Item: { ...countKey(shop), ...count } }));
    },
  };
}

const countKey = (shop: ShopId) => ({ pk: `SHOP#${shop}#RETENTION`, sk: 'LATEST' });
