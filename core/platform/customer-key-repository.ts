import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { ShopId } from './contract.ts';

const CustomerKey = z.object({ wrapped: z.string() });

export type CustomerKeyRepository = ReturnType<typeof createCustomerKeyRepository>;

/** One wrapped data key a customer. Nothing else lives in this table, because destroying a row here erases a person. */
export function createCustomerKeyRepository(client: DynamoDBDocumentClient, tableName: string) {
  async function find(shop: ShopId, pseudonym: string): Promise<string | undefined> {
    const { Item } = await client.send(
      new GetCommand({ TableName: tableName, Key: customerKey(shop, pseudonym), ConsistentRead: true }),
    );
    return Item && CustomerKey.parse(Item).wrapped;
  }

  return {
    find,

    /** The same as `addOnce`, as a part of a transaction. */
    toAdd: (shop: ShopId, pseudonym: string, wrapped: string) => ({
      Put: { TableName: tableName, Item: keyItem(shop, pseudonym, wrapped), ConditionExpression: isNew },
    }),

    /** Keeps the first key that is written for a customer and answers the one that was kept. */
    async addOnce(shop: ShopId, pseudonym: string, wrapped: string): Promise<string> {
      try {
        await client.send(
          new PutCommand({
            TableName: tableName,
            Item: keyItem(shop, pseudonym, wrapped),
            ConditionExpression: isNew,
          }),
        );
        return wrapped;
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        const kept = await find(shop, pseudonym);
        if (!kept) throw new Error('The key of a customer was destroyed while it was being made', { cause: error });
        return kept;
      }
    },
  };
}

const isNew = 'attribute_not_exists(pk)';
const keyItem = (shop: ShopId, pseudonym: string, wrapped: string) => ({
  ...customerKey(shop, pseudonym),
  wrapped,
  createdAt: new Date().toISOString(),
});
const customerKey = (shop: ShopId, pseudonym: string) => ({ pk: `SHOP#${shop}#CUSTOMER#${pseudonym}`, sk: 'KEY' });
