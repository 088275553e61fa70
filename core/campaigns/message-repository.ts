import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { ContactRepository } from '../channels/contact-repository.ts';
import type { Contact } from '../channels/contract.ts';
import { onRevision } from '../platform/change-on-condition.ts';
import type { PageQuery, ShopId } from '../platform/contract.ts';
import type { Page } from '../platform/cursor.ts';
import { readRows } from '../platform/many-rows.ts';
import { everyRow, pageOfRows } from '../platform/partition-rows.ts';
import { refusal } from '../platform/refusal.ts';
import { type CampaignId, Message, type RunId } from './contract.ts';

/** Longer than any attribution window. */
const KEPT_SECONDS = 400 * 86_400;

/** `taken` where another was faster; `contact-changed` where the customer answered or was written to in between. */
export type Claimed = 'claimed' | 'taken' | 'contact-changed';

/** What a person, or their mail program, did with a message. The first time counts. */
export type Reaction = 'deliveredAt' | 'openedAt' | 'machineOpenedAt' | 'clickedAt';

export type MessageRepository = ReturnType<typeof createMessageRepository>;

/** One row for each customer and run. Whoever writes it first decides; each later step is conditional on the one before. */
export function createMessageRepository(
  client: DynamoDBDocumentClient,
  tableName: string,
  contacts: Pick<ContactRepository, 'toCount'>,
) {
  const toWrite = (message: Message, held: number) => ({
    TableName: tableName,
    Item: {
      ...messageKey(message),
      ...message,
      revision: held + 1,
      expiresAt: Math.floor(Date.parse(message.at) / 1000) + KEPT_SECONDS,
    },
    ...onRevision(held),
  });

  return {
    async find(shop: ShopId, campaignId: CampaignId, runId: RunId, customer: string): Promise<Message | undefined> {
      const Key = messageKey({ shop, campaignId, runId, customer });
      const { Item } = await client.send(new GetCommand({ TableName: tableName, Key, ConsistentRead: true }));
      return Item && Message.parse(Item);
    },

    /** By pseudonym. */
    async getMany(
      shop: ShopId,
      campaignId: CampaignId,
      runId: RunId,
      customers: readonly string[],
    ): Promise<Map<string, Message>> {
      const rows = await readRows(client, tableName, {
        keys: customers.map((customer) => messageKey({ shop, campaignId, runId, customer })),
        isConsistent: true,
        refusal: refusal('messages-unread', {}),
      });
      return new Map(rows.map((row) => Message.parse(row)).map((message) => [message.customer, message]));
    },

    /** Writes over the revision that was read, or nothing; answers whether it was written. */
    async put(message: Message, held: number): Promise<boolean> {
      try {
        await client.send(new PutCommand(toWrite(message, held)));
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },

    /**
     * Claims a message and counts it against its customer, both or neither; `before` is the row that was read. It
     * fails where the contact has changed since, so that a refusal is heeded up to the last moment.
     */
    async claim(message: Message, before: Message | undefined, contact: Contact): Promise<Claimed> {
      const sent = { at: message.claimedAt ?? message.at, channel: message.channel, campaignId: message.campaignId };
      const counted = before?.isCounted ? undefined : sent;
      const count = contacts.toCount(message.shop, message.customer, contact, counted);
      const held = before?.revision ?? 0;
      try {
        await client.send(new TransactWriteCommand({ TransactItems: [{ Put: toWrite(message, held) }, count] }));
        return 'claimed';
      } catch (error) {
        if (!(error instanceof TransactionCanceledException)) throw error;
        const isTaken = error.CancellationReasons?.[0]?.Code === 'ConditionalCheckFailed';
        return isTaken ? 'taken' : 'contact-changed';
      }
    },

    /** Marks a claimed message as sent. Anything but a claim is left as it is. */
    async markSent(
      message: Pick<Message, 'shop' | 'campaignId' | 'runId' | 'customer'>,
      sentAt: string,
    ): Promise<boolean> {
      return update(
        message,
        'SET #status = :sent, sentAt = :at ADD revision :one',
        '#status = :claimed',
        { ':sent': 'sent', ':claimed': 'claimed', ':at': sentAt, ':one': 1 },
        { '#status': 'status' },
      );
    },

    /** Answers whether this was the first time. */
    async react(
      message: Pick<Message, 'shop' | 'campaignId' | 'runId' | 'customer'>,
      reaction: Reaction,
      at: string,
      itemId?: string,
    ): Promise<boolean> {
      const item = itemId === undefined ? '' : ', clickedItem = :item';
      return update(
        message,
        `SET #reaction = :at${item}`,
        'attribute_exists(pk) AND attribute_not_exists(#reaction)',
        { ':at': at, ...(itemId === undefined ? {} : { ':item': itemId }) },
        { '#reaction': reaction },
      );
    },

    page: (shop: ShopId, campaignId: CampaignId, runId: RunId, query: PageQuery): Promise<Page<Message>> =>
      pageOfRows(client, { tableName, pk: runKey(shop, campaignId, runId) }, query, Message),

    /** Every message of a run without what was written in it. */
    ofRun(shop: ShopId, campaignId: CampaignId, runId: RunId): AsyncGenerator<Message> {
      const partition = { tableName, pk: runKey(shop, campaignId, runId) };
      return everyRow(client, partition, { attributes: WITHOUT_CONTENT }, Message);
    },
  };

  async function update(
    message: Pick<Message, 'shop' | 'campaignId' | 'runId' | 'customer'>,
    UpdateExpression: string,
    ConditionExpression: string,
    ExpressionAttributeValues: Record<string, unknown>,
    ExpressionAttributeNames: Record<string, string>,
  ): Promise<boolean> {
    try {
      await client.send(
        new UpdateCommand({
          TableName: tableName,
          Key: messageKey(message),
          UpdateExpression,
          ConditionExpression,
          ExpressionAttributeValues,
          ExpressionAttributeNames,
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }
}

/** Names of attributes as DynamoDB wants those that are words of its own. */
const WITHOUT_CONTENT = Object.keys(Message.shape).filter((name) => name !== 'sealed');

const runKey = (shop: ShopId, campaignId: CampaignId, runId: RunId) =>
  `SHOP#${shop}#CAMPAIGN#${campaignId}#RUN#${runId}`;
const messageKey = ({
  shop,
  campaignId,
  runId,
  customer,
}: Pick<Message, 'shop' | 'campaignId' | 'runId' | 'customer'>) => ({
  pk: runKey(shop, campaignId, runId),
  sk: `CUSTOMER#${customer}`,
});
