import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { ShopId } from '../platform/contract.ts';
import { readRows, writeRows } from '../platform/many-rows.ts';
import { refusal } from '../platform/refusal.ts';
import { type Failure, failRunning, setWhile } from '../platform/set-while.ts';
import { ProfileLine, ProfileReport, Refresh, RefreshId } from './refresh-contract.ts';

/** A profile that no refresh writes again is forgotten. */
const KEPT_SECONDS = 180 * 86_400;

/** One customer's line with the refresh that computed it. */
export const StoredProfile = z.object({
  line: ProfileLine,
  runId: RefreshId,
  computedAt: z.iso.datetime(),
  dataSet: z.string(),
  horizonDays: z.int().nullable(),
});
export type StoredProfile = z.infer<typeof StoredProfile>;

/** The refresh whose report holds. */
export const Published = z.object({ runId: RefreshId, computedAt: z.iso.datetime(), report: ProfileReport });
export type Published = z.infer<typeof Published>;

export type ProfileRepository = ReturnType<typeof createProfileRepository>;

/** Profiles of a shop's customers, the report that they belong to, and how the last refresh went. */
export function createProfileRepository(client: DynamoDBDocumentClient, tableName: string) {
  async function read(pk: string, sk: string): Promise<unknown> {
    return (await client.send(new GetCommand({ TableName: tableName, Key: { pk, sk } }))).Item;
  }

  return {
    async profile(shop: ShopId, customer: string): Promise<StoredProfile | undefined> {
      const item = await read(customerKey(shop, customer), PROFILE);
      return item === undefined ? undefined : StoredProfile.parse(item);
    },

    /** Those that there are, by pseudonym. */
    async profiles(shop: ShopId, customers: readonly string[]): Promise<Map<string, StoredProfile>> {
      const rows = await readRows(client, tableName, {
        keys: customers.map((customer) => ({ pk: customerKey(shop, customer), sk: PROFILE })),
        refusal: refusal('profiles-unread', {}),
      });
      return new Map(rows.map((row) => StoredProfile.parse(row)).map((row) => [row.line.customer, row]));
    },

    /** Each replaces what an earlier refresh wrote. Rows must name different customers. */
    async putAll(shop: ShopId, rows: readonly StoredProfile[], now: Date): Promise<void> {
      const expiresAt = Math.floor(now.getTime() / 1000) + KEPT_SECONDS;
      await writeRows(client, tableName, {
        put: rows.map((row) => ({ pk: customerKey(shop, row.line.customer), sk: PROFILE, ...row, expiresAt })),
        callsAtOnce: 8,
        refusal: 'The table of profiles takes no more writes just now',
      });
    },

    async published(shop: ShopId): Promise<Published | undefined> {
      const item = await read(shopKey(shop), PUBLISHED);
      return item === undefined ? undefined : Published.parse(item);
    },

    async publish(shop: ShopId, published: Published): Promise<void> {
      await client.send(
        new PutCommand({ TableName: tableName, Item: { pk: shopKey(shop), sk: PUBLISHED, ...published } }),
      );
    },

    async refresh(shop: ShopId): Promise<Refresh | undefined> {
      const item = await read(shopKey(shop), REFRESH);
      return item === undefined ? undefined : Refresh.parse(item);
    },

    /**
     * Writes a refresh down unless another one is under way, one begun before `staleBefore` not counted. Answers false
     * then, and where it is there already.
     */
    async begin(shop: ShopId, refresh: Refresh, staleBefore: Date): Promise<boolean> {
      try {
        await client.send(
          new PutCommand({
            TableName: tableName,
            Item: { pk: shopKey(shop), sk: REFRESH, ...refresh },
            ConditionExpression:
              'attribute_not_exists(pk) OR (runId <> :run AND (#status <> :running OR startedAt < :stale))',
            ExpressionAttributeNames: { '#status': 'status' },
            ExpressionAttributeValues: {
              ':run': refresh.runId,
              ':running': 'running',
              ':stale': staleBefore.toISOString(),
            },
          }),
        );
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },

    /** Says how a refresh goes; what is said of one that another has replaced is dropped. */
    async note(shop: ShopId, runId: RefreshId, fields: Partial<Omit<Refresh, 'runId'>>): Promise<void> {
      await setWhile(client, { tableName, key: { pk: shopKey(shop), sk: REFRESH } }, { runId }, fields);
    },

    /** Unless it has ended before, or another has replaced it. */
    async fail(shop: ShopId, runId: RefreshId, failure: Failure): Promise<void> {
      await failRunning(client, { tableName, key: { pk: shopKey(shop), sk: REFRESH } }, failure, { runId });
    },
  };
}

const PROFILE = 'PROFILE';
const PUBLISHED = 'PUBLISHED';
const REFRESH = 'REFRESH';
const shopKey = (shop: ShopId) => `SHOP#${shop}#PROFILES`;
const customerKey = (shop: ShopId, customer: string) => `SHOP#${shop}#CUSTOMER#${customer}`;
