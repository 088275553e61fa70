import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { ShopId } from './contract.ts';
import { readRows } from './many-rows.ts';
import { refusal } from './refusal.ts';

const CustomerKey = z.object({ wrapped: z.string() });
const KeyRow = CustomerKey.extend({ pk: z.string() });

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

    /** The keys of those who have one, by pseudonym: a hundred a read. No two pseudonyms are the same. */
    async findMany(shop: ShopId, pseudonyms: readonly string[]): Promise<Map<string, string>> {
      const rows = await readRows(client, tableName, {
        keys: pseudonyms.map((pseudonym) => customerKey(shop, pseudonym)),
        isConsistent: true,
        refusal: refusal('customers-unread', {}),
      });
      return new Map(
        rows.map((row) => {
          const { pk, wrapped } = KeyRow.parse(row);
          return [pk.slice(customerKey(shop, '').pk.length), wrapped];
        }),
      );
    },

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
