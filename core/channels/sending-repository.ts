import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { ShopId } from '../platform/contract.ts';
import { ConflictError } from '../platform/errors.ts';
import { refusal } from '../platform/refusal.ts';
import { SendingSettings } from './contract.ts';

const StoredSending = z.object({ settings: SendingSettings, sealedSecret: z.string().optional() });
export type StoredSending = z.infer<typeof StoredSending>;

export type SendingRepository = ReturnType<typeof createSendingRepository>;

/** How each shop writes to its customers. */
export function createSendingRepository(client: DynamoDBDocumentClient, tableName: string) {
  async function find(shop: ShopId): Promise<StoredSending | undefined> {
    const { Item } = await client.send(new GetCommand({ TableName: tableName, Key: sendingKey(shop) }));
    return Item && StoredSending.parse(Item);
  }
  return {
    find,

    /** Throws ConflictError where the shop has not said yet how it writes. */
    async get(shop: ShopId): Promise<StoredSending> {
      const stored = await find(shop);
      if (!stored) throw new ConflictError(refusal('no-sending', {}));
      return stored;
    },

    async put(shop: ShopId, stored: StoredSending): Promise<void> {
      await client.send(new PutCommand({ TableName: tableName, Item: { ...sendingKey(shop), ...stored } }));
    },
  };
}

const sendingKey = (shop: ShopId) => ({ pk: `SHOP#${shop}`, sk: 'SENDING' });
