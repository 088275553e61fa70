import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type * as z from 'zod';
import { onRevision } from '../platform/change-on-condition.ts';
import type { PageQuery, ShopId } from '../platform/contract.ts';
import type { Page } from '../platform/cursor.ts';
import { NotFoundError } from '../platform/errors.ts';
import { everyRow, pageOfRows } from '../platform/partition-rows.ts';
import { refusal } from '../platform/refusal.ts';
import { type Failure, failRunning } from '../platform/set-while.ts';
import { writtenAlone, writtenTogether } from '../platform/written-together.ts';
import { Campaign, type CampaignId, CampaignRun, type RunId } from './contract.ts';

const SHOWN = 50;

export type CampaignRepository = ReturnType<typeof createCampaignRepository>;

/** Campaigns, each of their versions, and their runs. */
export function createCampaignRepository(client: DynamoDBDocumentClient, tableName: string) {
  async function find(shop: ShopId, campaignId: CampaignId): Promise<Campaign | undefined> {
    const Key = headKey(shop, campaignId);
    const { Item } = await client.send(new GetCommand({ TableName: tableName, Key, ConsistentRead: true }));
    return Item && Campaign.parse(Item);
  }

  async function newest<Row>(shop: ShopId, campaignId: CampaignId, prefix: string, limit: number, row: z.ZodType<Row>) {
    const partition = { tableName, pk: campaignKey(shop, campaignId), prefix };
    return (await pageOfRows(client, partition, { limit, isNewestFirst: true }, row)).data;
  }

  return {
    find,

    async get(shop: ShopId, campaignId: CampaignId): Promise<Campaign> {
      const campaign = await find(shop, campaignId);
      if (!campaign) throw new NotFoundError(refusal('no-campaign', { campaignId }));
      return campaign;
    },

    /** The definition as it was; runs keep to the version they began with. */
    async getVersion(shop: ShopId, campaignId: CampaignId, version: number): Promise<Campaign> {
      const Key = versionKey(shop, campaignId, version);
      const { Item } = await client.send(new GetCommand({ TableName: tableName, Key }));
      if (!Item) throw new NotFoundError(refusal('no-campaign-version', { version, campaignId }));
      return Campaign.parse(Item);
    },

    /**
     * Writes the campaign in place of what was read, and its version where that is new; answers false where somebody else
     * was faster.
     */
    async put(shop: ShopId, campaign: Campaign, before: Campaign | undefined): Promise<boolean> {
      const { campaignId, version } = campaign;
      const head = {
        TableName: tableName,
        Item: { ...headKey(shop, campaignId), ...campaign },
        ...onRevision(before?.revision ?? 0),
      };
      if (version === before?.version) return writtenAlone(client, head);
      const Item = { ...versionKey(shop, campaignId, version), ...campaign };
      return writtenTogether(client, [{ Put: head }, { Put: { TableName: tableName, Item } }]);
    },

    list(shop: ShopId, page: PageQuery): Promise<Page<Campaign>> {
      return pageOfRows(client, { tableName, pk: headKey(shop, '').pk, prefix: 'CAMPAIGN#' }, page, Campaign);
    },

    versions: (shop: ShopId, campaignId: CampaignId): Promise<Campaign[]> =>
      newest(shop, campaignId, 'VERSION#', SHOWN, Campaign),

    runs: (shop: ShopId, campaignId: CampaignId, limit = SHOWN): Promise<CampaignRun[]> =>
      newest(shop, campaignId, 'RUN#', limit, CampaignRun),

    /** Every run, the oldest first. */
    allRuns(shop: ShopId, campaignId: CampaignId): AsyncGenerator<CampaignRun> {
      return everyRow(client, { tableName, pk: campaignKey(shop, campaignId), prefix: 'RUN#' }, {}, CampaignRun);
    },

    async findRun(shop: ShopId, campaignId: CampaignId, runId: RunId): Promise<CampaignRun | undefined> {
      const Key = runKey(shop, campaignId, runId);
      const { Item } = await client.send(new GetCommand({ TableName: tableName, Key, ConsistentRead: true }));
      return Item && CampaignRun.parse(Item);
    },

    /** Writes a run once; of two starts of one run the second finds the first. Answers whether it was the first. */
    async addRun(shop: ShopId, campaignId: CampaignId, run: CampaignRun): Promise<boolean> {
      try {
        await client.send(
          new PutCommand({
            TableName: tableName,
            Item: { ...runKey(shop, campaignId, run.runId), ...run },
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        );
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },

    /** Unless it has ended before. */
    async failRun(shop: ShopId, campaignId: CampaignId, runId: RunId, failure: Failure): Promise<void> {
      await failRunning(client, { tableName, key: runKey(shop, campaignId, runId) }, failure);
    },

    async updateRun(
      shop: ShopId,
      campaignId: CampaignId,
      runId: RunId,
      changes: Partial<Omit<CampaignRun, 'runId'>>,
    ): Promise<void> {
      const entries = Object.entries(changes).filter(([, value]) => value !== undefined);
      await client.send(
        new UpdateCommand({
          TableName: tableName,
          Key: runKey(shop, campaignId, runId),
          UpdateExpression: `SET ${entries.map(([name]) => `#${name} = :${name}`).join(', ')}`,
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeNames: Object.fromEntries(entries.map(([name]) => [`#${name}`, name])),
          ExpressionAttributeValues: Object.fromEntries(entries.map(([name, value]) => [`:${name}`, value])),
        }),
      );
    },
  };
}

const campaignKey = (shop: ShopId, campaignId: CampaignId) => `SHOP#${shop}#CAMPAIGN#${campaignId}`;
const headKey = (shop: ShopId, campaignId: CampaignId) => ({ pk: `SHOP#${shop}`, sk: `CAMPAIGN#${campaignId}` });
const versionKey = (shop: ShopId, campaignId: CampaignId, version: number) => ({
  pk: campaignKey(shop, campaignId),
  sk: `VERSION#${String(version).padStart(6, '0')}`,
});
const runKey = (shop: ShopId, campaignId: CampaignId, runId: RunId) => ({
  pk: campaignKey(shop, campaignId),
  sk: `RUN#${runId}`,
});
