import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { PageQuery, ShopId } from '../platform/contract.ts';
import type { Page } from '../platform/cursor.ts';
import { ConflictError } from '../platform/errors.ts';
import { pageOfRows } from '../platform/partition-rows.ts';
import { refusal } from '../platform/refusal.ts';
import { setFields } from '../platform/set-fields.ts';
import { type Failure, failRunning } from '../platform/set-while.ts';
import { AttributeFigures, ModelVersion, Pointer, Run, type RunId } from './contract.ts';
import type { ModelName } from './names.ts';

/** The version of the candidate lists that requests read, and the one before it. */
export const CandidatesPointer = z.object({
  version: z.string(),
  previous: z.string().optional(),
  attributes: AttributeFigures.optional(),
  updatedAt: z.iso.datetime(),
});
export type CandidatesPointer = z.infer<typeof CandidatesPointer>;

export type ModelRepository = ReturnType<typeof createModelRepository>;

/** Runs, versions and pointers of a shop's models, in one table. */
export function createModelRepository(client: DynamoDBDocumentClient, tableName: string) {
  async function read(pk: string, sk: string): Promise<unknown> {
    return (await client.send(new GetCommand({ TableName: tableName, Key: { pk, sk }, ConsistentRead: true }))).Item;
  }

  async function patch(pk: string, sk: string, fields: Readonly<Record<string, unknown>>): Promise<void> {
    await client.send(
      new UpdateCommand({
        TableName: tableName,
        Key: { pk, sk },
        ...setFields(fields),
        ConditionExpression: 'attribute_exists(pk)',
      }),
    );
  }

  return {
    async pointer(shop: ShopId, model: ModelName): Promise<Pointer | undefined> {
      const item = await read(modelKey(shop, model), POINTER);
      return item === undefined ? undefined : Pointer.parse(item);
    },

    /** Moves the pointer from the revision it was read at; somebody else's move in between throws ConflictError. */
    async movePointer(shop: ShopId, model: ModelName, next: Pointer): Promise<void> {
      const put = new PutCommand({
        TableName: tableName,
        Item: { pk: modelKey(shop, model), sk: POINTER, ...next },
        ConditionExpression: next.revision === 1 ? 'attribute_not_exists(pk)' : 'revision = :before',
        ...(next.revision === 1 ? {} : { ExpressionAttributeValues: { ':before': next.revision - 1 } }),
      });
      const cause = await refusalOf(client.send(put));
      if (cause) throw new ConflictError(LOST_RACE, { cause });
    },

    /** Nobody serves any longer; the same race is lost in the same way. Removing what is gone changes nothing. */
    async removePointer(shop: ShopId, model: ModelName, { revision }: Pick<Pointer, 'revision'>): Promise<void> {
      const remove = new DeleteCommand({
        TableName: tableName,
        Key: { pk: modelKey(shop, model), sk: POINTER },
        ConditionExpression: 'attribute_not_exists(pk) OR revision = :before',
        ExpressionAttributeValues: { ':before': revision },
      });
      const cause = await refusalOf(client.send(remove));
      if (cause) throw new ConflictError(LOST_RACE, { cause });
    },

    async candidatesPointer(shop: ShopId): Promise<CandidatesPointer | undefined> {
      const item = await read(modelKey(shop, CANDIDATES), POINTER);
      return item === undefined ? undefined : CandidatesPointer.parse(item);
    },

    async moveCandidatesPointer(shop: ShopId, next: CandidatesPointer): Promise<void> {
      await client.send(
        new PutCommand({ TableName: tableName, Item: { pk: modelKey(shop, CANDIDATES), sk: POINTER, ...next } }),
      );
    },

    /** Writes a run once; answers false when it is there already. */
    async createRun(shop: ShopId, run: Run): Promise<boolean> {
      const put = new PutCommand({
        TableName: tableName,
        Item: { pk: modelKey(shop, run.model), sk: runKey(run.runId), ...run },
        ConditionExpression: 'attribute_not_exists(pk)',
      });
      return !(await refusalOf(client.send(put)));
    },

    async run(shop: ShopId, model: ModelName, runId: RunId): Promise<Run | undefined> {
      const item = await read(modelKey(shop, model), runKey(runId));
      return item === undefined ? undefined : Run.parse(item);
    },

    async updateRun(
      shop: ShopId,
      model: ModelName,
      runId: RunId,
      fields: Partial<Omit<Run, 'runId' | 'model'>>,
    ): Promise<void> {
      await patch(modelKey(shop, model), runKey(runId), fields);
    },

    /** Unless it has ended before. */
    async failRun(shop: ShopId, model: ModelName, runId: RunId, failure: Failure): Promise<void> {
      await failRunning(client, { tableName, key: { pk: modelKey(shop, model), sk: runKey(runId) } }, failure);
    },

    /** Takes back that a run failed for this reason, and changes nothing about one that did not. */
    async reopenRun(shop: ShopId, model: ModelName, runId: RunId, reason: string): Promise<void> {
      const reopen = new UpdateCommand({
        TableName: tableName,
        Key: { pk: modelKey(shop, model), sk: runKey(runId) },
        UpdateExpression: 'SET #status = :running REMOVE reason, endedAt',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':running': 'running', ':failed': 'failed', ':reason': reason },
        ConditionExpression: '#status = :failed AND reason = :reason',
      });
      await refusalOf(client.send(reopen));
    },

    /** Newest first: a run's id begins with its time. */
    async listRuns(shop: ShopId, model: ModelName, page: PageQuery): Promise<Page<Run>> {
      const pk = modelKey(shop, model);
      return pageOfRows(client, { tableName, pk, prefix: RUN }, { ...page, isNewestFirst: true }, Run);
    },

    async putVersion(shop: ShopId, model: ModelName, version: ModelVersion): Promise<void> {
      await client.send(
        new PutCommand({
          TableName: tableName,
          Item: { pk: modelKey(shop, model), sk: versionKey(version.version), ...version },
        }),
      );
    },

    async version(shop: ShopId, model: ModelName, version: string): Promise<ModelVersion | undefined> {
      const item = await read(modelKey(shop, model), versionKey(version));
      return item === undefined ? undefined : ModelVersion.parse(item);
    },

    async setVersionStatus(
      shop: ShopId,
      model: ModelName,
      version: string,
      status: ModelVersion['status'],
    ): Promise<void> {
      await patch(modelKey(shop, model), versionKey(version), { status });
    },

    /** The latest versions, newest first. */
    async listVersions(shop: ShopId, model: ModelName, limit = 20): Promise<ModelVersion[]> {
      const partition = { tableName, pk: modelKey(shop, model), prefix: VERSION };
      return (await pageOfRows(client, partition, { limit, isNewestFirst: true }, ModelVersion)).data;
    },
  };
}

/** Why a conditional write was not made; undefined where it was. */
async function refusalOf(write: Promise<unknown>): Promise<ConditionalCheckFailedException | undefined> {
  try {
    await write;
    return undefined;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return error;
    throw error;
  }
}

const LOST_RACE = refusal('champion-changed', {});
const POINTER = 'POINTER';
const CANDIDATES = 'candidates';
const RUN = 'RUN#';
const VERSION = 'VERSION#';
const modelKey = (shop: ShopId, model: ModelName | typeof CANDIDATES) => `SHOP#${shop}#MODEL#${model}`;
const runKey = (runId: RunId) => `${RUN}${runId}`;
const versionKey = (version: string) => `${VERSION}${version}`;
