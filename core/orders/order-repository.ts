import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { ShopId } from '../platform/contract.ts';
import type { CustomerEnvelopes } from '../platform/customer-envelopes.ts';
import { Order } from './contract.ts';

const KEPT_DAYS = 730;
/** As many as anyone asks a chat about. */
const LATEST = 20;

const StoredOrder = z.object({ sealed: z.string() });

export type OrderRepository = ReturnType<typeof createOrderRepository>;

/**
 * Orders lie under their customer and are encrypted under that customer's own key: another customer's order cannot be
 * asked for, and who is erased leaves no order behind.
 */
export function createOrderRepository(
  client: DynamoDBDocumentClient,
  tableName: string,
  envelopes: Pick<CustomerEnvelopes, 'seal' | 'open'>,
) {
  const read = async (shop: ShopId, pseudonym: string, item: unknown): Promise<Order> => {
    const { sealed } = StoredOrder.parse(item);
    return Order.parse(JSON.parse(await envelopes.open(shop, pseudonym, sealed)));
  };

  return {
    /** Writes what is newer than what is there; an older report changes nothing. */
    async put(shop: ShopId, pseudonym: string, order: Order): Promise<void> {
      const sealed = await envelopes.seal(shop, pseudonym, JSON.stringify(order));
      const { updatedAt, placedAt } = order;
      const expiresAt = Math.floor(Date.parse(placedAt) / 1000) + KEPT_DAYS * 86_400;
      try {
        await client.send(
          new PutCommand({
            TableName: tableName,
            Item: { ...orderKey(shop, pseudonym, order.orderId), sealed, updatedAt, placedAt, expiresAt },
            ConditionExpression: 'attribute_not_exists(pk) OR updatedAt <= :now',
            ExpressionAttributeValues: { ':now': updatedAt },
          }),
        );
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },

    /** One order of this customer; undefined for one that is not theirs, as for one that never was. */
    async find(shop: ShopId, pseudonym: string, orderId: string): Promise<Order | undefined> {
      const { Item } = await client.send(
        new GetCommand({ TableName: tableName, Key: orderKey(shop, pseudonym, orderId), ConsistentRead: true }),
      );
      return Item && read(shop, pseudonym, Item);
    },

    /** The customer's orders, newest first. */
    async list(shop: ShopId, pseudonym: string): Promise<Order[]> {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': customerKey(shop, pseudonym) },
          ConsistentRead: true,
        }),
      );
      const orders = await Promise.all(Items.map((item) => read(shop, pseudonym, item)));
      return orders.sort((left, right) => right.placedAt.localeCompare(left.placedAt)).slice(0, LATEST);
    },
  };
}

const customerKey = (shop: ShopId, pseudonym: string) => `SHOP#${shop}#CUSTOMER#${pseudonym}`;
const orderKey = (shop: ShopId, pseudonym: string, orderId: string) => ({
  pk: customerKey(shop, pseudonym),
  sk: `ORDER#${orderId}`,
});
