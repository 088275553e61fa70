import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { ShopId } from '../platform/contract.ts';
import type { Channel } from './channel.ts';
import { SlotMessage } from './contract.ts';

/** A message waits so long for its customer to come by. */
const KEPT_SECONDS = 14 * 86_400;

export type SlotRepository = ReturnType<typeof createSlotRepository>;

/** The one on-site message that waits for a customer; a newer one takes its place. */
export function createSlotRepository(client: DynamoDBDocumentClient, tableName: string) {
  return {
    async put(shop: ShopId, customer: string, message: SlotMessage): Promise<void> {
      const expiresAt = Math.floor(Date.parse(message.at) / 1000) + KEPT_SECONDS;
      await client.send(
        new PutCommand({ TableName: tableName, Item: { ...slotKey(shop, customer), ...message, expiresAt } }),
      );
    },

    async find(shop: ShopId, customer: string, now: Date): Promise<SlotMessage | undefined> {
      const { Item } = await client.send(new GetCommand({ TableName: tableName, Key: slotKey(shop, customer) }));
      const isOld = Item && Number(Item.expiresAt) * 1000 <= now.getTime();
      return Item && !isOld ? SlotMessage.parse(Item) : undefined;
    },
  };
}

/** Messages that are shown when their customer is next on the site. Putting one twice shows it once. */
export function createSlotChannel(slots: Pick<SlotRepository, 'put'>, now: () => Date): Channel {
  return {
    kind: 'on-site',
    isRepeatable: true,
    async send({ shop, customer, messageId, campaignId, subject, text, url }) {
      await slots.put(shop, customer, { messageId, campaignId, at: now().toISOString(), subject, text, url });
      return { providerId: messageId };
    },
  };
}

const slotKey = (shop: ShopId, customer: string) => ({ pk: `SHOP#${shop}#CONTACT#${customer}`, sk: 'SLOT' });
