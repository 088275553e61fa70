import { type DynamoDBDocumentClient, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { PageQuery, ShopId } from '../platform/contract.ts';
import type { Page } from '../platform/cursor.ts';
import { existingRow } from '../platform/existing-row.ts';
import { pageOfRows } from '../platform/partition-rows.ts';
import { refusal } from '../platform/refusal.ts';
import { setFields } from '../platform/set-fields.ts';
import { type Failure, failRunning, setWhile } from '../platform/set-while.ts';
import { SlateBatch, type SlateBatchId, SlateBatchPart } from './batch-contract.ts';

export type SlateBatchRepository = ReturnType<typeof createSlateBatchRepository>;

/** Batches of slates: what was ordered, how far each is, and how it ended. */
export function createSlateBatchRepository(client: DynamoDBDocumentClient, tableName: string) {
  async function set(shop: ShopId, batchId: SlateBatchId, fields: Readonly<Record<string, unknown>>): Promise<void> {
    await client.send(
      new UpdateCommand({
        TableName: tableName,
        Key: batchKey(shop, batchId),
        ...setFields(fields),
        ConditionExpression: 'attribute_exists(pk)',
      }),
    );
  }

  return {
    async create(batch: SlateBatch): Promise<void> {
      const Item = { ...batchKey(batch.shop, batch.batchId), ...batch };
      await client.send(new PutCommand({ TableName: tableName, Item }));
    },

    async get(shop: ShopId, batchId: SlateBatchId): Promise<SlateBatch> {
      const key = batchKey(shop, batchId);
      return existingRow(client, { tableName, key }, StoredSlateBatch, refusal('no-batch', { batchId }));
    },

    /** What it came to, unless it has ended before. */
    async finish(shop: ShopId, batchId: SlateBatchId, made: SlateBatchMade): Promise<void> {
      const row = { tableName, key: batchKey(shop, batchId) };
      await setWhile(client, row, { status: 'running' }, { status: 'done', ...made });
    },

    /** Unless it has ended before. */
    async fail(shop: ShopId, batchId: SlateBatchId, failure: Failure): Promise<void> {
      await failRunning(client, { tableName, key: batchKey(shop, batchId) }, failure);
    },

    /** How far one of its parts is; again it is the same. */
    async notePart(shop: ShopId, batchId: SlateBatchId, shard: number, part: SlateBatchPart): Promise<void> {
      await set(shop, batchId, { [`${PART}${shard}`]: part });
    },

    /** The newest first. */
    async list(shop: ShopId, page: PageQuery): Promise<Page<SlateBatch>> {
      const { pk } = batchKey(shop, '');
      return pageOfRows(client, { tableName, pk }, { ...page, isNewestFirst: true }, StoredSlateBatch);
    },
  };
}

export type SlateBatchMade = Pick<SlateBatch, 'endedAt' | 'customers' | 'found' | 'foundUnmet' | 'location' | 'files'>;

/** Parts are written at once, each into an attribute of its own. */
const PART = 'part#';

const StoredSlateBatch = z.record(z.string(), z.unknown()).transform((row): SlateBatch => {
  const batch = SlateBatch.parse(row);
  const noted = Object.entries(row).flatMap(([name, part]) =>
    name.startsWith(PART) ? [SlateBatchPart.parse(part)] : [],
  );
  if (!noted.length) return batch;
  const customers = batch.customers ?? noted.reduce((sum, part) => sum + part.customers, 0);
  const done = noted.filter(({ isDone }) => isDone).length;
  return { ...batch, customers, parts: batch.parts && { ...batch.parts, done } };
});

const batchKey = (shop: ShopId, batchId: string) => ({
  pk: `SHOP#${shop}#SLATE-BATCHES`,
  sk: `BATCH#${batchId}`,
});
