import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { PageQuery, ShopId } from '../platform/contract.ts';
import type { Page } from '../platform/cursor.ts';
import { existingRow, type RowAddress } from '../platform/existing-row.ts';
import { pageOfRows } from '../platform/partition-rows.ts';
import { refusal } from '../platform/refusal.ts';
import { type Failure, failRunning, setWhile } from '../platform/set-while.ts';
import type { Surface } from '../recommendations/contract.ts';
import { Estimate, type EstimateId } from './estimate-contract.ts';

export type EstimateRepository = ReturnType<typeof createEstimateRepository>;

/** What was asked of an experiment's log, and what came of it. */
export function createEstimateRepository(client: DynamoDBDocumentClient, tableName: string) {
  const rowOf = (reference: EstimateReference): RowAddress => ({ tableName, key: estimateKey(reference) });

  return {
    async create(estimate: Estimate): Promise<void> {
      const Item = { ...estimateKey(estimate), ...estimate };
      await client.send(new PutCommand({ TableName: tableName, Item }));
    },

    async get(reference: EstimateReference): Promise<Estimate> {
      const { estimateId, surface } = reference;
      return existingRow(client, rowOf(reference), Estimate, refusal('no-estimate', { estimateId, surface }));
    },

    /** What it found, unless it has ended before. */
    async finish(reference: EstimateReference, found: Estimate['found'], endedAt: string): Promise<void> {
      await setWhile(client, rowOf(reference), { status: 'running' }, { status: 'done', found, endedAt });
    },

    /** Unless it has ended before. */
    async fail(reference: EstimateReference, failure: Failure): Promise<void> {
      await failRunning(client, rowOf(reference), failure);
    },

    /** Those of a surface, the newest first. */
    async list(shop: ShopId, surface: Surface, page: PageQuery): Promise<Page<Estimate>> {
      const { pk } = estimateKey({ shop, surface, estimateId: '' });
      return pageOfRows(client, { tableName, pk }, { ...page, isNewestFirst: true }, Estimate);
    },
  };
}

export interface EstimateReference {
  readonly shop: ShopId;
  readonly surface: Surface;
  readonly estimateId: EstimateId;
}

const estimateKey = ({ shop, surface, estimateId }: EstimateReference) => ({
  pk: `SHOP#${shop}#ESTIMATES#${surface}`,
  sk: `ESTIMATE#${estimateId}`,
});
