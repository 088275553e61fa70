import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { ShopId } from '../platform/contract.ts';
import { type Page, toPage } from '../platform/cursor.ts';
import { ConflictError, NotFoundError } from '../platform/errors.ts';
import { readRows } from '../platform/many-rows.ts';
import { pageOfRows } from '../platform/partition-rows.ts';
import { refusal } from '../platform/refusal.ts';
import { writtenTogether } from '../platform/written-together.ts';
import { Content, type ContentId, type ContentStatus, type ListContentQuery } from './contract.ts';

const Reference = z.object({ contentId: z.string() });

export interface Decision {
  readonly decidedAt: string;
  readonly decidedBy: string;
  readonly reason?: string;
}

export type ContentRepository = ReturnType<typeof createContentRepository>;

/**
 * Texts and their versions. A text's row is found by its id; an entry leads to it from the queue of its status, one from
 * its item, and one from what the item shows. All of them move together or not at all.
 */
export function createContentRepository(client: DynamoDBDocumentClient, tableName: string) {
  async function find(shop: ShopId, contentId: ContentId): Promise<Content | undefined> {
    const Key = contentKey(shop, contentId);
    const { Item } = await client.send(new GetCommand({ TableName: tableName, Key, ConsistentRead: true }));
    return Item && Content.parse(Item);
  }

  async function getMany(shop: ShopId, ids: readonly string[]): Promise<Content[]> {
    const rows = await readRows(client, tableName, {
      keys: [...new Set(ids)].map((id) => contentKey(shop, id)),
      callsAtOnce: 1,
      refusal: refusal('texts-unread', {}),
    });
    const found = new Map(rows.map((row) => Content.parse(row)).map((content) => [content.contentId, content]));
    return ids.flatMap((id) => found.get(id) ?? []);
  }

  async function references(pk: string, prefix: string): Promise<string[]> {
    const asked = { isConsistent: true, isNewestFirst: true, limit: 200 };
    const { data } = await pageOfRows(client, { tableName, pk, prefix }, asked, Reference);
    return data.map(({ contentId }) => contentId);
  }

  /** The writes that take a text from one status to another. */
  const move = (content: Content, to: ContentStatus, { decidedAt, decidedBy, reason }: Decision) => [
    {
      Update: {
        TableName: tableName,
        Key: contentKey(content.shop, content.contentId),
        UpdateExpression: `SET #status = :to, decidedAt = :at, decidedBy = :by${reason ? ', reason = :reason' : ''}`,
        ConditionExpression: '#status = :from',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: {
          ':to': to,
          ':from': content.status,
          ':at': decidedAt,
          ':by': decidedBy,
          ...(reason ? { ':reason': reason } : {}),
        },
      },
    },
    { Delete: { TableName: tableName, Key: queueKey(content.shop, content.status, content.contentId) } },
    {
      Put: {
        TableName: tableName,
        Item: { ...queueKey(content.shop, to, content.contentId), contentId: content.contentId },
      },
    },
  ];

  return {
    find,

    async get(shop: ShopId, contentId: ContentId): Promise<Content> {
      const content = await find(shop, contentId);
      if (!content) throw new NotFoundError(refusal('no-text', { contentId }));
      return content;
    },

    /** Writes a draft once; answers false where it is there already. */
    add(content: Content): Promise<boolean> {
      const { shop, contentId, itemId, status } = content;
      const entry = (key: object) => ({ Put: { TableName: tableName, Item: { ...key, contentId } } });
      return writtenTogether(client, [
        {
          Put: {
            TableName: tableName,
            Item: { ...contentKey(shop, contentId), ...content },
            ConditionExpression: 'attribute_not_exists(pk)',
          },
        },
        entry(queueKey(shop, status, contentId)),
        entry(versionKey(shop, itemId, contentId)),
      ]);
    },

    /** Texts of one status, the newest first; of one item where it is named. */
    async list(shop: ShopId, { status, itemId, limit, cursor }: ListContentQuery): Promise<Page<Content>> {
      if (itemId !== undefined) {
        const versions = await getMany(shop, await references(itemKey(shop, itemId), 'VERSION#'));
        return toPage(versions.filter((content) => content.status === status).slice(0, limit), undefined);
      }
      const { pk } = queueKey(shop, status, '');
      const page = await pageOfRows(client, { tableName, pk }, { limit, cursor, isNewestFirst: true }, Reference);
      const ids = page.data.map(({ contentId }) => contentId);
      return { ...page, data: await getMany(shop, ids) };
    },

    /** What an item shows now. */
    async published(shop: ShopId, itemId: string): Promise<Content[]> {
      return getMany(shop, await references(itemKey(shop, itemId), 'PUBLISHED#'));
    },

    /** Every version of an item, the newest first. */
    async versions(shop: ShopId, itemId: string): Promise<Content[]> {
      return getMany(shop, await references(itemKey(shop, itemId), 'VERSION#'));
    },

    /** Shows a text in place of the one before it, which stays to go back to. */
    async publish(content: Content, before: Content | undefined, decision: Decision): Promise<void> {
      const isWritten = await writtenTogether(client, [
        ...move(content, 'published', decision),
        ...(before ? move(before, 'superseded', decision) : []),
        {
          Put: {
            TableName: tableName,
            Item: { ...publishedKey(content), contentId: content.contentId },
            ConditionExpression: before ? 'contentId = :before' : 'attribute_not_exists(pk)',
            ...(before ? { ExpressionAttributeValues: { ':before': before.contentId } } : {}),
          },
        },
      ]);
      if (!isWritten) throw new ConflictError(refusal('texts-changed', { itemId: content.itemId }));
    },

    async reject(content: Content, decision: Decision): Promise<void> {
      if (!(await writtenTogether(client, move(content, 'rejected', decision)))) {
        throw new ConflictError(refusal('text-decided', { contentId: content.contentId }));
      }
    },
  };
}

const contentKey = (shop: ShopId, contentId: string) => ({ pk: `SHOP#${shop}#CONTENT#${contentId}`, sk: 'CONTENT' });
const queueKey = (shop: ShopId, status: ContentStatus, contentId: string) => ({
  pk: `SHOP#${shop}#STATUS#${status}`,
  sk: `CONTENT#${contentId}`,
});
const itemKey = (shop: ShopId, itemId: string) => `SHOP#${shop}#ITEM#${itemId}`;
const versionKey = (shop: ShopId, itemId: string, contentId: string) => ({
  pk: itemKey(shop, itemId),
  sk: `VERSION#${contentId}`,
});
const publishedKey = ({ shop, itemId, language, kind, variant }: Content) => ({
  pk: itemKey(shop, itemId),
  sk: `PUBLISHED#${language}#${kind}#${variant}`,
});
