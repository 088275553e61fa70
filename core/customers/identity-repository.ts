import { createHash } from 'node:crypto';
import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { changeOnCondition, onRevision } from '../platform/change-on-condition.ts';
import { chunksOf } from '../platform/chunks-of.ts';
import type { PageQuery, ShopId } from '../platform/contract.ts';
import { type Page, type Position, positionOf, toPage } from '../platform/cursor.ts';
import type { CustomerEnvelopes } from '../platform/customer-envelopes.ts';
import type { CustomerKeyRepository } from '../platform/customer-key-repository.ts';
import { inParallel } from '../platform/in-parallel.ts';
import { readRows } from '../platform/many-rows.ts';
import { pageOfRows, ROW_KEY, RowKey } from '../platform/partition-rows.ts';
import { refusal } from '../platform/refusal.ts';
import { writeMany, writtenAlone, writtenTogether } from '../platform/written-together.ts';
import { hasFields, Identity, joinIdentities } from './identity.ts';

/** Customers of one shop lie in so many partitions: a list walks them in turn, writes spread over them. */
export const SHARDS = 8;
const WRITES_AT_ONCE = 16;
const REMEMBERED = 50_000;
/** A transaction takes 100 rows, and a new customer has two. */
const ADDED_PER_CALL = 50;

const StoredIdentity = z.object({
  pk: z.string(),
  sk: z.string(),
  sealed: z.string(),
  revision: z.int(),
  updatedAt: z.iso.datetime(),
});
type StoredIdentity = z.infer<typeof StoredIdentity>;

export interface KnownCustomer {
  readonly pseudonym: string;
  readonly identity: Identity;
  readonly updatedAt: string;
}

type Met = readonly [pseudonym: string, identity: Identity];

export type IdentityRepository = ReturnType<typeof createIdentityRepository>;

/** The one table that knows people by name; each row is encrypted under its customer's own key. */
export function createIdentityRepository(
  client: DynamoDBDocumentClient,
  tableName: string,
  envelopes: CustomerEnvelopes,
  customerKeys: Pick<CustomerKeyRepository, 'toAdd'>,
) {
  /** Customers whose row is known to exist, so that every further event of theirs costs no read. */
  const existing = new Set<string>();

  async function read(shop: ShopId, pseudonym: string): Promise<StoredIdentity | undefined> {
    const Key = identityKey(shop, pseudonym);
    const { Item } = await client.send(new GetCommand({ TableName: tableName, Key, ConsistentRead: true }));
    return Item && StoredIdentity.parse(Item);
  }

  const open = (stored: StoredIdentity, text: string): KnownCustomer => ({
    pseudonym: pseudonymOf(stored),
    identity: Identity.parse(JSON.parse(text)),
    updatedAt: stored.updatedAt,
  });

  /** Without those whose key has been destroyed: nobody can read their rows any more. */
  async function openUnlessErased(shop: ShopId, rows: readonly StoredIdentity[]): Promise<KnownCustomer[]> {
    const sealed = rows.map((row) => ({ row, pseudonym: pseudonymOf(row), sealed: row.sealed }));
    return (await envelopes.openMany(shop, sealed)).map(([{ row }, text]) => open(row, text));
  }

  async function readPartition(
    partition: string,
    from: Position | undefined,
    limit: number,
  ): Promise<StoredIdentity[]> {
    const rows: StoredIdentity[] = [];
    let next: Record<string, unknown> | undefined = from;
    do {
      const { Items, LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': partition },
          Limit: limit - rows.length,
          ExclusiveStartKey: next,
        }),
      );
      rows.push(...(Items ?? []).map((item) => StoredIdentity.parse(item)));
      next = LastEvaluatedKey;
    } while (next && rows.length < limit);
    return rows;
  }

  const toWrite = (shop: ShopId, pseudonym: string, sealed: string, held: number, now: Date) => ({
    TableName: tableName,
    Item: { ...identityKey(shop, pseudonym), sealed, revision: held + 1, updatedAt: now.toISOString() },
    ...onRevision(held),
  });

  /** Undefined where all of it is known. */
  async function joinedWith(
    news: Identity,
    shop: ShopId,
    stored: StoredIdentity | undefined,
  ): Promise<Identity | undefined> {
    if (stored && !hasFields(news)) return undefined;
    // Who was erased and is met again begins anew.
    const [known] = stored ? await openUnlessErased(shop, [stored]) : [];
    const before = known?.identity;
    const joined = before ? joinIdentities(before, news) : news;
    return before && JSON.stringify(before) === JSON.stringify(joined) ? undefined : joined;
  }

  async function joinOne(shop: ShopId, pseudonym: string, news: Identity, now: Date): Promise<void> {
    await changeOnCondition({
      read: () => read(shop, pseudonym),
      change: (stored) => joinedWith(news, shop, stored),
      write: async (identity, stored) => {
        const sealed = await envelopes.seal(shop, pseudonym, JSON.stringify(identity));
        return writtenAlone(client, toWrite(shop, pseudonym, sealed, stored?.revision ?? 0, now));
      },
      refusal: refusal('customer-busy', {}),
    });
  }

  /** Customers nobody has met yet, each with a key and a row, many in one call. False where somebody has, after all. */
  async function addNew(shop: ShopId, customers: readonly Met[], now: Date): Promise<boolean> {
    const writes = await Promise.all(
      customers.map(async ([pseudonym, identity]) => {
        const key = await envelopes.createKey(shop, pseudonym);
        const sealed = envelopes.sealUnder(key, shop, pseudonym, JSON.stringify(identity));
        return [customerKeys.toAdd(shop, pseudonym, key.wrapped), { Put: toWrite(shop, pseudonym, sealed, 0, now) }];
      }),
    );
    return writtenTogether(client, writes.flat());
  }

  async function existingOf(shop: ShopId, pseudonyms: readonly string[]): Promise<Set<string>> {
    const rows = await readRows(client, tableName, {
      keys: pseudonyms.map((pseudonym) => identityKey(shop, pseudonym)),
      attributes: ['sk'],
      isConsistent: true,
      refusal: refusal('customers-unread', {}),
    });
    return new Set(rows.map(({ sk }) => pseudonymOf({ sk: String(sk) })));
  }

  /** Adds who is new and answers who remains: known by now, with something said of them, or met by many at once. */
  async function addMostOf(shop: ShopId, group: readonly Met[], now: Date): Promise<readonly Met[]> {
    const late: Met[] = [];
    const add = (some: readonly Met[]) => addNew(shop, some, now);
    const left = await writeMany(group, add, async (some) => {
      const met = await existingOf(
        shop,
        some.map(([pseudonym]) => pseudonym),
      );
      late.push(...some.filter(([pseudonym, identity]) => met.has(pseudonym) && hasFields(identity)));
      return some.filter(([pseudonym]) => !met.has(pseudonym));
    });
    return [...late, ...left];
  }

  function remember(key: string) {
    existing.add(key);
    const [oldest] = existing;
    if (existing.size > REMEMBERED && oldest !== undefined) existing.delete(oldest);
  }

  return {
    /** Joins what was said of each customer, by pseudonym, into what is known. */
    async join(shop: ShopId, news: ReadonlyMap<string, Identity>, now: Date): Promise<void> {
      const due = [...news].filter(
        ([pseudonym, identity]) => hasFields(identity) || !existing.has(`${shop}/${pseudonym}`),
      );
      // What a read leaves out counts as new here, and is put right below because it cannot be added twice.
      const met = await existingOf(
        shop,
        due.map(([pseudonym]) => pseudonym),
      );
      const fresh = due.filter(([pseudonym]) => !met.has(pseudonym));
      const known = due.filter(([pseudonym, identity]) => met.has(pseudonym) && hasFields(identity));
      const late: Met[] = [];
      await inParallel(chunksOf(fresh, ADDED_PER_CALL), WRITES_AT_ONCE, async (group) => {
        late.push(...(await addMostOf(shop, group, now)));
      });
      await inParallel([...known, ...late], WRITES_AT_ONCE, ([pseudonym, identity]) =>
        joinOne(shop, pseudonym, identity, now),
      );
      for (const [pseudonym] of due) remember(`${shop}/${pseudonym}`);
    },

    async find(shop: ShopId, pseudonym: string): Promise<KnownCustomer | undefined> {
      const stored = await read(shop, pseudonym);
      return stored && open(stored, await envelopes.open(shop, pseudonym, stored.sealed));
    },

    /** A page of one of the `SHARDS` parts, so that all parts can be walked at once. */
    async listShard(shop: ShopId, shard: number, { limit, cursor }: PageQuery): Promise<Page<KnownCustomer>> {
      const partition = partitionKey(shop, shard);
      const rows = await readPartition(partition, positionOf(cursor, partition), limit + 1);
      const shown = rows.slice(0, limit);
      const last = rows.length > limit ? shown.at(-1) : undefined;
      return toPage(await openUnlessErased(shop, shown), last && { pk: last.pk, sk: last.sk });
    },

    async list(shop: ShopId, { limit, cursor }: PageQuery): Promise<Page<KnownCustomer>> {
      const partitions = Array.from({ length: SHARDS }, (_, shard) => partitionKey(shop, shard));
      const start = positionOf(cursor, ...partitions);
      const rows: StoredIdentity[] = [];
      for (const partition of partitions.slice(start ? partitions.indexOf(start.pk) : 0)) {
        const from = start?.pk === partition ? start : undefined;
        rows.push(...(await readPartition(partition, from, limit + 1 - rows.length)));
        if (rows.length > limit) break;
      }
      const shown = rows.slice(0, limit);
      const last = rows.length > limit ? shown.at(-1) : undefined;
      return toPage(await openUnlessErased(shop, shown), last && { pk: last.pk, sk: last.sk });
    },
  };
}

/** Who the customers of a shop are, by pseudonym alone: nothing is opened, so no key is needed. */
export function createPseudonymList(client: DynamoDBDocumentClient, tableName: string) {
  return {
    /** Those of one of the `SHARDS` parts. */
    async ofShard(shop: ShopId, shard: number, { limit, cursor }: PageQuery): Promise<Page<string>> {
      const partition = { tableName, pk: partitionKey(shop, shard) };
      const page = await pageOfRows(client, partition, { limit, cursor, attributes: ROW_KEY }, RowKey);
      return { ...page, data: page.data.map(pseudonymOf) };
    },
  };
}
export type PseudonymList = ReturnType<typeof createPseudonymList>;

const PREFIX = 'CUSTOMER#';
const partitionKey = (shop: ShopId, shard: number) => `SHOP#${shop}#CUSTOMERS#${shard}`;
const shardOf = (pseudonym: string) => (createHash('sha256').update(pseudonym).digest()[0] ?? 0) % SHARDS;
const pseudonymOf = ({ sk }: Pick<StoredIdentity, 'sk'>) => sk.slice(PREFIX.length);
const identityKey = (shop: ShopId, pseudonym: string) => ({
  pk: partitionKey(shop, shardOf(pseudonym)),
  sk: `${PREFIX}${pseudonym}`,
});
