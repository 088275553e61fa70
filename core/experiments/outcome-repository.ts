import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { backOff } from '../platform/back-off.ts';
import type { ShopId } from '../platform/contract.ts';
import { UnavailableError } from '../platform/errors.ts';
import { writtenTogether } from '../platform/written-together.ts';
import { type Counted, countEvent, countShown, OutcomeRow, type ShownSlate, type SlateEvent } from './count-outcome.ts';

/** Longer than a reward may take, so that an event which is delivered again still finds its slate. */
const KEPT_SECONDS = 14 * 86_400;
const ATTEMPTS = 8;

/** How often each arm of an experiment was shown and rewarded, by its recipe's name. */
export type ArmTotals = ReadonlyMap<string, { readonly shown: number; readonly rewarded: number }>;

const StoredTotals = z.object({ sk: z.string(), shown: z.number(), rewarded: z.number() });

export type OutcomeRepository = ReturnType<typeof createOutcomeRepository>;

/**
 * Outcomes of slates that a bandit chose, and the totals that it draws by. A slate's row and its arm's totals are written
 * together, so that whatever comes twice, late or before its slate is counted once.
 */
export function createOutcomeRepository(client: DynamoDBDocumentClient, tableName: string) {
  async function settle(
    shop: ShopId,
    requestId: string,
    count: (row: OutcomeRow | undefined) => Counted | undefined,
    now: Date,
  ): Promise<void> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (attempt) await backOff(attempt);
      const Key = outcomeKey(shop, requestId);
      const { Item } = await client.send(new GetCommand({ TableName: tableName, Key, ConsistentRead: true }));
      const counted = count(Item === undefined ? undefined : OutcomeRow.parse(Item));
      if (!counted || (await write(shop, requestId, counted, now))) return;
    }
    throw new UnavailableError('The outcome of a slate could not be counted; deliver it again');
  }

  function write(shop: ShopId, requestId: string, { row, shown, rewarded }: Counted, now: Date): Promise<boolean> {
    const isFirst = row.revision === 1;
    const expiresAt = Math.floor(now.getTime() / 1000) + KEPT_SECONDS;
    const kept = {
      Put: {
        TableName: tableName,
        Item: { ...outcomeKey(shop, requestId), ...row, expiresAt },
        ConditionExpression: isFirst ? 'attribute_not_exists(pk)' : 'revision = :before',
        ...(isFirst ? {} : { ExpressionAttributeValues: { ':before': row.revision - 1 } }),
      },
    };
    if (!row.shown || !(shown || rewarded)) return writtenTogether(client, [kept]);
    const totals = {
      Update: {
        TableName: tableName,
        Key: totalsKey(shop, row.shown.surface, row.shown.experiment, row.shown.arm),
        UpdateExpression: 'ADD #shown :shown, #rewarded :rewarded',
        ExpressionAttributeNames: { '#shown': 'shown', '#rewarded': 'rewarded' },
        ExpressionAttributeValues: { ':shown': shown, ':rewarded': rewarded },
      },
    };
    return writtenTogether(client, [kept, totals]);
  }

  return {
    shown: (shop: ShopId, requestId: string, slate: ShownSlate, now: Date) =>
      settle(shop, requestId, (row) => countShown(row, slate), now),

    happened: (shop: ShopId, requestId: string, event: SlateEvent, now: Date) =>
      settle(shop, requestId, (row) => countEvent(row, event), now),

    /** Of an experiment by its surface and name; a new name begins at 0. */
    async totals(shop: ShopId, surface: string, experiment: string): Promise<ArmTotals> {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': totalsKey(shop, surface, experiment, '').pk },
        }),
      );
      const rows = Items.map((item) => StoredTotals.parse(item));
      return new Map(rows.map(({ sk, shown, rewarded }) => [sk.slice(ARM.length), { shown, rewarded }]));
    },
  };
}

const ARM = 'ARM#';
const outcomeKey = (shop: ShopId, requestId: string) => ({
  pk: `SHOP#${shop}#OUTCOME#${requestId}`,
  sk: 'OUTCOME',
});
const totalsKey = (shop: ShopId, surface: string, experiment: string, arm: string) => ({
  pk: `SHOP#${shop}#BANDIT#${surface}#${experiment}`,
  sk: `${ARM}${arm}`,
});
