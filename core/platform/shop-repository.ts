import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand, paginateScan, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { type ApiKeyKind, hashApiKey } from './api-key.ts';
import { ShopId, ShopProfile } from './contract.ts';
import { ConflictError, NotFoundError } from './errors.ts';
import { writeRows } from './many-rows.ts';
import { allRows, ROW_KEY, RowKey } from './partition-rows.ts';
import { refusal } from './refusal.ts';
import { createShortCache } from './short-cache.ts';

const StoredKey = z.object({ shop: ShopId, kind: z.enum(['secret', 'publishable']), keyId: z.string() });
export type StoredKey = z.infer<typeof StoredKey>;

const PROFILE_LIFETIME_MS = 60_000;

export type ShopRepository = ReturnType<typeof createShopRepository>;

/** Shops and the hashes of their keys, in one table with an index over the hashes. */
export function createShopRepository(client: DynamoDBDocumentClient, tableName: string) {
  const profiles = createShortCache<ShopProfile>({ lifetimeMs: PROFILE_LIFETIME_MS });

  async function read(shop: ShopId): Promise<ShopProfile | undefined> {
    const { Item } = await client.send(
      new GetCommand({ TableName: tableName, Key: { pk: shopKey(shop), sk: PROFILE } }),
    );
    return Item && ShopProfile.parse(Item);
  }

  return {
    find: read,

    /** The profile, remembered for a minute; throws NotFoundError for a shop that was never created. */
    get: (shop: ShopId): Promise<ShopProfile> =>
      profiles.get(shop, async () => {
        const profile = await read(shop);
        if (!profile) throw new NotFoundError(refusal('no-shop', { shop }));
        return profile;
      }),

    /** Every shop's id. A scan, because there are few shops and this is asked once a night. */
    async *list(): AsyncGenerator<ShopId> {
      const pages = paginateScan(
        { client },
        {
          TableName: tableName,
          FilterExpression: 'sk = :profile',
          ExpressionAttributeValues: { ':profile': PROFILE },
          ProjectionExpression: 'shop',
        },
      );
      for await (const { Items } of pages) for (const { shop } of Items ?? []) yield ShopId.parse(shop);
    },

    /** Writes a shop once; a second write throws ConflictError. */
    async create(profile: ShopProfile): Promise<void> {
      try {
        await client.send(
          new PutCommand({
            TableName: tableName,
            Item: { pk: shopKey(profile.shop), sk: PROFILE, ...profile },
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        );
      } catch (cause) {
        if (!(cause instanceof ConditionalCheckFailedException)) throw cause;
        throw new ConflictError(`The shop ${profile.shop} exists`, { cause });
      }
    },

    /** Replaces every key of a shop. Until API Gateway's cache of the authorizer runs out, an old key may still pass. */
    async replaceKeys(shop: ShopId, keys: Readonly<Record<ApiKeyKind, string>>): Promise<void> {
      await writeRows(client, tableName, {
        put: [keyItem(shop, 'secret', keys.secret), keyItem(shop, 'publishable', keys.publishable)],
        remove: await keysOf(client, tableName, shop),
        refusal: 'Not every key was written; run it again',
      });
    },

    async hasKeys(shop: ShopId): Promise<boolean> {
      return (await keysOf(client, tableName, shop)).length > 0;
    },

    async findKey(key: string): Promise<StoredKey | undefined> {
      const { Items } = await client.send(
        new QueryCommand({
          TableName: tableName,
          IndexName: 'byKey',
          KeyConditionExpression: 'gsi1pk = :hash',
          ExpressionAttributeValues: { ':hash': `KEY#${hashApiKey(key)}` },
          Limit: 1,
        }),
      );
      const [item] = Items ?? [];
      return item && StoredKey.parse(item);
    },
  };
}

const PROFILE = 'PROFILE';
const shopKey = (shop: ShopId) => `SHOP#${shop}`;

function keyItem(shop: ShopId, kind: ApiKeyKind, key: string) {
  const hash = hashApiKey(key);
  return { pk: shopKey(shop), sk: `KEY#${hash}`, gsi1pk: `KEY#${hash}`, shop, kind, keyId: hash.slice(0, 12) };
}

const keysOf = (client: DynamoDBDocumentClient, tableName: string, shop: ShopId) =>
  allRows(client, { tableName, pk: shopKey(shop), prefix: 'KEY#' }, { attributes: ROW_KEY }, RowKey);
