import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { changeOnCondition, onRevision } from '../platform/change-on-condition.ts';
import type { ShopId } from '../platform/contract.ts';
import { pageOfRows } from '../platform/partition-rows.ts';
import { writtenTogether } from '../platform/written-together.ts';
import { shareOf } from './assign-arm.ts';
import type { SlateExperimentDraft } from './contract.ts';
import {
  type Counted,
  countEvent,
  countShown,
  type Gain,
  GROUPS,
  OutcomeRow,
  type ShownSlate,
  type SlateEvent,
} from './count-outcome.ts';

/** Longer than a reward may take, so that an event which is delivered again still finds its slate. */
const KEPT_SECONDS = 14 * 86_400;
/** Longer than an A/B test goes on: whoever comes back after that would count as another customer. */
const MET_SECONDS = 400 * 86_400;
/**
 * Rows over which the totals of a recipe with one group of customers are spread: of two transactions that are under way on
 * one row, one is refused. At a thousand interleaved slates a second a group has 50, each under way for some 20 ms: in a
 * single row two of three would meet another, in sixteen rows one of sixteen does, and then tries again.
 */
const SHARDS = 16;

export interface Counts {
  readonly shown: number;
  readonly rewarded: number;
  /** The same with each slate counted as often as it was unlikely, 1 by its propensity, and the squares of these weights. */
  readonly weight: number;
  readonly rewardedWeight: number;
  readonly squaredWeight: number;
  /** Of an A/B test: people who were given the recipe, each once however many slates they were shown. */
  readonly customers: number;
}

/** How often a recipe was shown and rewarded, in all and with each random group of customers. */
export interface RecipeTotals extends Counts {
  readonly groups: ReadonlyMap<number, Counts>;
}

/** Of the recipes of an experiment, by name. */
export type ArmTotals = ReadonlyMap<string, RecipeTotals>;

/** Rows of before slates were weighed count each once; no weight is ever added to those, which would begin at 0. */
const StoredTotals = z
  .object({
    ...{ sk: z.string(), shown: z.number(), rewarded: z.number() },
    ...{ weight: z.number().optional(), rewardedWeight: z.number().optional(), squaredWeight: z.number().optional() },
    customers: z.number().default(0),
  })
  .transform(({ weight, rewardedWeight, squaredWeight, ...row }) => ({
    ...row,
    weight: weight ?? row.shown,
    rewardedWeight: rewardedWeight ?? row.rewarded,
    squaredWeight: squaredWeight ?? row.shown,
  }));

export type OutcomeRepository = ReturnType<typeof createOutcomeRepository>;

/**
 * Outcomes of slates that an experiment chose, and the totals that it is judged by, a bandit's next draw among others. A
 * slate's row and the totals that it changes are written together, so that whatever comes twice, late or before its slate is
 * counted once. Totals have a partition for each group of customers: at a thousand interleaved slates a second each of the
 * twenty takes 200 write units, two rows a slate at two units in a transaction, of the 1,000 a second that DynamoDB gives a
 * partition; the five thousand slates at which they are full are beyond what a surface is asked. An A/B test asks with each
 * slate whether it has met the customer, one consistent read more, and writes down whom it had not with their first: two write
 * units more, in a partition of their own.
 */
export function createOutcomeRepository(client: DynamoDBDocumentClient, tableName: string) {
  async function settle(
    shop: ShopId,
    requestId: string,
    count: (row: OutcomeRow | undefined) => Counted | undefined,
    now: Date,
    person?: RowKey,
  ): Promise<void> {
    await changeOnCondition({
      read: async () => {
        const [row, met] = await Promise.all([rowAt(outcomeKey(shop, requestId)), person && rowAt(person)]);
        return { row: row && OutcomeRow.parse(row), newcomer: met ? undefined : person };
      },
      change: ({ row }) => count(row),
      write: (counted, { newcomer }) => write(shop, requestId, counted, now, newcomer),
      refusal: 'The outcome of a slate could not be counted; deliver it again',
    });
  }

  async function rowAt(Key: RowKey): Promise<object | undefined> {
    const { Item } = await client.send(new GetCommand({ TableName: tableName, Key, ConsistentRead: true }));
    return Item;
  }

  function write(
    shop: ShopId,
    requestId: string,
    { row, gains }: Counted,
    now: Date,
    newcomer: RowKey | undefined,
  ): Promise<boolean> {
    const after = (seconds: number) => Math.floor(now.getTime() / 1000) + seconds;
    const kept = {
      Put: {
        TableName: tableName,
        Item: { ...outcomeKey(shop, requestId), ...row, expiresAt: after(KEPT_SECONDS) },
        ...onRevision(row.revision - 1),
      },
    };
    const { shown: slate } = row;
    if (!slate) return writtenTogether(client, [kept]);
    const totals = gains.map(({ recipe, ...gain }) => ({
      Update: {
        TableName: tableName,
        Key: totalsKey(shop, slate, recipe, shardOf(requestId)),
        ...addition({ ...gainedBy(slate, gain), ...(newcomer ? { customers: 1 } : {}) }),
      },
    }));
    const met = newcomer && {
      Put: {
        TableName: tableName,
        Item: { ...newcomer, expiresAt: after(MET_SECONDS) },
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    };
    return writtenTogether(client, [kept, ...totals, ...(met ? [met] : [])]);
  }

  /** Of a partition: for each of ten recipes a row of before there were shards, and those; one page. */
  async function totalsIn(pk: string): Promise<readonly TotalsRow[]> {
    const { data } = await pageOfRows(client, { tableName, pk }, {}, StoredTotals);
    return data.map(({ sk, ...counts }) => {
      const [, recipe = '', group] = sk.split('#');
      return { recipe, group: group === undefined ? undefined : Number(group), counts };
    });
  }

  return {
    /** `drawnAs` is the pseudonym that an A/B test drew the recipe by. */
    shown: (shop: ShopId, requestId: string, slate: ShownSlate, now: Date, drawnAs?: string) =>
      settle(
        shop,
        requestId,
        (row) => countShown(row, slate),
        now,
        drawnAs === undefined ? undefined : personKey(shop, slate, drawnAs),
      ),

    happened: (shop: ShopId, requestId: string, event: SlateEvent, now: Date) =>
      settle(shop, requestId, (row) => countEvent(row, event), now),

    /**
     * Of an experiment by its surface, kind and name; a new name begins at 0. What is of no group, or of no shard, is of before
     * there were any.
     */
    async totals(shop: ShopId, surface: string, experiment: NamedExperiment): Promise<ArmTotals> {
      const groups = [undefined, ...Array.from({ length: GROUPS }, (_, group) => group)];
      const rows = (
        await Promise.all(groups.map((group) => totalsIn(totalsPk(shop, surface, experiment, group))))
      ).flat();
      return new Map(
        [...Map.groupBy(rows, ({ recipe }) => recipe)].map(([recipe, ofRecipe]) => [recipe, totalsOf(ofRecipe)]),
      );
    },
  };
}

/** A slate of no group is of before slates were weighed, and so is all of its totals row. */
function gainedBy({ group, propensity }: ShownSlate, { shown, rewarded }: Omit<Gain, 'recipe'>): Partial<Counts> {
  if (group === undefined) return { shown, rewarded };
  const weighed = { weight: shown / propensity, rewardedWeight: rewarded / propensity };
  return { shown, rewarded, ...weighed, squaredWeight: shown / propensity ** 2 };
}

/** Of an update: each count grows by so much. */
function addition(counts: Partial<Counts>) {
  const names = Object.keys(counts);
  return {
    UpdateExpression: `ADD ${names.map((name) => `#${name} :${name}`).join(', ')}`,
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: Object.fromEntries(Object.entries(counts).map(([name, by]) => [`:${name}`, by])),
  };
}

const NONE: Counts = { shown: 0, rewarded: 0, weight: 0, rewardedWeight: 0, squaredWeight: 0, customers: 0 };

const sumOf = (left: Counts, right: Counts): Counts => ({
  shown: left.shown + right.shown,
  rewarded: left.rewarded + right.rewarded,
  weight: left.weight + right.weight,
  rewardedWeight: left.rewardedWeight + right.rewardedWeight,
  squaredWeight: left.squaredWeight + right.squaredWeight,
  customers: left.customers + right.customers,
});

interface TotalsRow {
  readonly recipe: string;
  readonly group: number | undefined;
  readonly counts: Counts;
}

const summed = (rows: readonly TotalsRow[]) => rows.map(({ counts }) => counts).reduce(sumOf, NONE);

function totalsOf(rows: readonly TotalsRow[]): RecipeTotals {
  const groups = [...Map.groupBy(rows, ({ group }) => group)].flatMap(([group, ofGroup]) =>
    group === undefined ? [] : [[group, summed(ofGroup)] as const],
  );
  return { ...summed(rows), groups: new Map(groups) };
}

type NamedExperiment = Pick<SlateExperimentDraft, 'name' | 'kind'>;

interface RowKey {
  readonly pk: string;
  readonly sk: string;
}

const outcomeKey = (shop: ShopId, requestId: string): RowKey => ({
  pk: `SHOP#${shop}#OUTCOME#${requestId}`,
  sk: 'OUTCOME',
});
const personKey = (shop: ShopId, { surface, experiment: name, kind }: ShownSlate, pseudonym: string): RowKey => ({
  pk: `${totalsPk(shop, surface, { name, kind })}#CUSTOMER#${pseudonym}`,
  sk: 'MET',
});
const totalsPk = (shop: ShopId, surface: string, { name, kind }: NamedExperiment, group?: number) =>
  `SHOP#${shop}#${kind.toUpperCase()}#${surface}#${name}${group === undefined ? '' : `#${group}`}`;
/** A slate of no group goes on in the row that it was counted in. */
const totalsKey = (
  shop: ShopId,
  { surface, experiment: name, kind, group }: ShownSlate,
  recipe: string,
  shard: number,
) => ({
  pk: totalsPk(shop, surface, { name, kind }, group),
  sk: group === undefined ? `ARM#${recipe}` : `ARM#${recipe}#${group}#${shard}`,
});
/** By the request: whatever comes of a slate, and however often, is counted in one place. */
const shardOf = (requestId: string): number => Math.floor(shareOf('totals', requestId) * SHARDS);
