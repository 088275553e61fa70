import { type DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { ShopId } from '../platform/contract.ts';
import { type Page, readCursor, toPage } from '../platform/cursor.ts';
import { ConflictError } from '../platform/errors.ts';
import { allRows } from '../platform/partition-rows.ts';
import { refusal } from '../platform/refusal.ts';
import { writtenTogether } from '../platform/written-together.ts';
import { ChatMessage, Conversation, type ListConversationsQuery } from './contract.ts';

const KEPT_DAYS = 180;

const StoredConversation = Conversation.extend({
  tokenHash: z.string(),
  /** Until when the proof of who the customer is holds: after it nothing is done to their orders. */
  signedInUntil: z.iso.datetime().optional(),
});
export type StoredConversation = z.infer<typeof StoredConversation>;

export type ConversationRepository = ReturnType<typeof createConversationRepository>;

/** Conversations with their messages, redacted, for half a year; `byState` finds those that wait for a person. */
export function createConversationRepository(client: DynamoDBDocumentClient, tableName: string) {
  const itemOf = (shop: ShopId, conversation: StoredConversation) => ({
    ...headKey(shop, conversation.conversationId),
    ...conversation,
    gsi1pk: stateKey(shop, conversation.state),
    gsi1sk: `${conversation.updatedAt}#${conversation.conversationId}`,
    expiresAt: expiryOf(conversation.updatedAt),
  });

  return {
    async start(shop: ShopId, conversation: StoredConversation): Promise<void> {
      await client.send(
        new PutCommand({
          TableName: tableName,
          Item: itemOf(shop, conversation),
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      );
    },

    async find(shop: ShopId, conversationId: string): Promise<StoredConversation | undefined> {
      const { Item } = await client.send(
        new GetCommand({ TableName: tableName, Key: headKey(shop, conversationId), ConsistentRead: true }),
      );
      return Item && StoredConversation.parse(Item);
    },

    async transcript(shop: ShopId, conversationId: string): Promise<ChatMessage[]> {
      const partition = { tableName, pk: conversationKey(shop, conversationId), prefix: 'MESSAGE#' };
      return allRows(client, partition, { isConsistent: true }, ChatMessage);
    },

    /**
     * Adds messages and moves the conversation on from the state that `before` saw it in. Whoever writes second is
     * told so, so that the bot never speaks into a conversation that a person has just taken over.
     */
    async append(
      shop: ShopId,
      before: StoredConversation,
      added: readonly ChatMessage[],
      change: Partial<Pick<Conversation, 'state' | 'handoff' | 'language'>>,
    ): Promise<StoredConversation> {
      const last = added.at(-1);
      if (!last) return before;
      const after: StoredConversation = {
        ...before,
        ...change,
        messages: before.messages + added.length,
        updatedAt: last.at,
        preview: (added.findLast(({ author }) => author !== 'bot') ?? last).text.slice(0, 160),
      };
      const writes = added.map((message, place) => ({
        Put: {
          TableName: tableName,
          Item: {
            ...messageKey(shop, before.conversationId, before.messages + place),
            ...message,
            expiresAt: expiryOf(last.at),
          },
          ConditionExpression: 'attribute_not_exists(pk)',
        },
      }));
      const head = {
        Put: {
          TableName: tableName,
          Item: itemOf(shop, after),
          ConditionExpression: 'messages = :messages AND #state = :state',
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: { ':messages': before.messages, ':state': before.state },
        },
      };
      if (await writtenTogether(client, [head, ...writes])) return after;
      throw new ConflictError(refusal('message-between', {}), { retryAfterSeconds: 1 });
    },

    /** Those in one state, the latest first. */
    async list(
      shop: ShopId,
      {
        state,
        limit,
        cursor,
      }: Required<Pick<ListConversationsQuery, 'state' | 'limit'>> & { cursor?: string | undefined },
    ): Promise<Page<Conversation>> {
      const partition = stateKey(shop, state);
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: tableName,
          IndexName: 'byState',
          KeyConditionExpression: 'gsi1pk = :state',
          ExpressionAttributeValues: { ':state': partition },
          ScanIndexForward: false,
          Limit: limit,
          ExclusiveStartKey: readCursor(cursor, positionIn(shop, partition)),
        }),
      );
      return toPage(
        Items.map((item) => Conversation.parse(item)),
        LastEvaluatedKey,
      );
    },
  };
}

/** Where a list by state goes on: the index names its own partition beside the row's, and both must be of this shop. */
function positionIn(shop: ShopId, partition: string) {
  return z.strictObject({
    pk: z.string().startsWith(conversationKey(shop, '')),
    sk: z.string().min(1).max(1_024),
    gsi1pk: z.literal(partition),
    gsi1sk: z.string().min(1).max(1_024),
  });
}

const expiryOf = (iso: string) => Math.floor(Date.parse(iso) / 1000) + KEPT_DAYS * 86_400;
const stateKey = (shop: ShopId, state: string) => `SHOP#${shop}#CONVERSATIONS#${state}`;
const conversationKey = (shop: ShopId, id: string) => `SHOP#${shop}#CONVERSATION#${id}`;
const headKey = (shop: ShopId, id: string) => ({ pk: conversationKey(shop, id), sk: 'CONVERSATION' });
const messageKey = (shop: ShopId, id: string, place: number) => ({
  pk: conversationKey(shop, id),
  sk: `MESSAGE#${String(place).padStart(6, '0')}`,
});
