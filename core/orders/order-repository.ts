import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { ShopId } from '../platform/contract.ts';
import type { CustomerEnvelopes } from '../platform/customer-envelopes.ts';
import { NotFoundError } from '../platform/errors.ts';
import { pageOfRows } from '../platform/partition-rows.ts';
import { writtenTogether } from '../platform/written-together.ts';
import { Order, type OrderRequest, type OrderStatus } from './contract.ts';
import { requestItem } from './order-request-repository.ts';

const KEPT_DAYS = 730;
/** As many as anyone asks a chat about. */
const LATEST = 20;

const StoredOrder = z.object({ sealed: z.string() });

/** `repeated`: it had been done before. `changed`: the order is no longer what it was judged as. */
export type RequestOutcome = 'done' | 'repeated' | 'changed';

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
  /** Undefined for an order of before its customer was erased: nobody can read it any more. */
  const read = async (shop: ShopId, pseudonym: string, item: unknown): Promise<Order | undefined> => {
    const { sealed } = StoredOrder.parse(item);
    try {
      return Order.parse(JSON.parse(await envelopes.open(shop, pseudonym, sealed)));
    } catch (error) {
      if (error instanceof NotFoundError) return undefined;
      throw error;
    }
  };

  const itemOf = async (shop: ShopId, pseudonym: string, order: Order) => {
    const sealed = await envelopes.seal(shop, pseudonym, JSON.stringify(order));
    const { updatedAt, placedAt } = order;
    return { ...orderKey(shop, pseudonym, order.orderId), sealed, updatedAt, placedAt, expiresAt: expiryOf(placedAt) };
  };
  const find = async (shop: ShopId, pseudonym: string, orderId: string): Promise<Order | undefined> => {
    const { Item } = await client.send(
      new GetCommand({ TableName: tableName, Key: orderKey(shop, pseudonym, orderId), ConsistentRead: true }),
    );
    return Item && read(shop, pseudonym, Item);
  };

  return {
    /** Writes what is newer than what is there; an older report changes nothing. */
    async put(shop: ShopId, pseudonym: string, order: Order): Promise<void> {
      try {
        await client.send(
          new PutCommand({
            TableName: tableName,
            Item: await itemOf(shop, pseudonym, order),
            ConditionExpression: 'attribute_not_exists(pk) OR updatedAt <= :now',
            ExpressionAttributeValues: { ':now': order.updatedAt },
          }),
        );
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },

    /** One order of this customer; undefined for one that is not theirs, as for one that never was. */
    find,

    /**
     * Moves an order of this customer on, and tells the shop in the same write. It happens once, however often and from
     * however many places it is asked for: the order must still be the one that was judged.
     */
    async request(shop: ShopId, before: Order, becomes: OrderStatus, request: OrderRequest): Promise<RequestOutcome> {
      const { customer, orderId, at } = request;
      // Later than what it follows, also where the shop's clock is ahead.
      const updatedAt = new Date(Math.max(Date.parse(at), Date.parse(before.updatedAt) + 1)).toISOString();
      const order = {
        Put: {
          TableName: tableName,
          Item: await itemOf(shop, customer, { ...before, status: becomes, updatedAt }),
          ConditionExpression: 'updatedAt = :before',
          ExpressionAttributeValues: { ':before': before.updatedAt },
        },
      };
      const note = { Put: { TableName: tableName, Item: requestItem(shop, request) } };
      if (await writtenTogether(client, [order, note])) return 'done';
      return (await find(shop, customer, orderId))?.status === becomes ? 'repeated' : 'changed';
    },

    /** The customer's orders, newest first. */
    async list(shop: ShopId, pseudonym: string): Promise<Order[]> {
      const partition = { tableName, pk: customerKey(shop, pseudonym) };
      const { data } = await pageOfRows(client, partition, { isConsistent: true }, z.unknown());
      const opened = await Promise.all(data.map((item) => read(shop, pseudonym, item)));
      const orders = opened.filter((order) => order !== undefined);
      return orders.sort((left, right) => right.placedAt.localeCompare(left.placedAt)).slice(0, LATEST);
    },
  };
}

const expiryOf = (iso: string) => Math.floor(Date.parse(iso) / 1000) + KEPT_DAYS * 86_400;
const customerKey = (shop: ShopId, pseudonym: string) => `SHOP#${shop}#CUSTOMER#${pseudonym}`;
const orderKey = (shop: ShopId, pseudonym: string, orderId: string) => ({
  pk: customerKey(shop, pseudonym),
  sk: `ORDER#${orderId}`,
});
