import { BatchGetCommand, type DynamoDBDocumentClient, GetCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { ShopId } from '../platform/contract.ts';
import { type RowWrites, writeRows } from '../platform/many-rows.ts';
import type { AttributeLine, NeighbourLine, PopularItem } from './contract.ts';

/**
 * Kept as one text of tuples: a hundred neighbours then weigh about 3 KB, and are written and read in a fifth of the time
 * that three hundred values of DynamoDB's take. A version of before holds the values.
 */
const Neighbours = z.array(z.tuple([z.string(), z.number(), z.number()]));
const StoredNeighbours = z.object({
  sk: z.string(),
  neighbours: z.preprocess((kept) => (typeof kept === 'string' ? JSON.parse(kept) : kept), Neighbours),
});
const Scored = z.array(z.tuple([z.string(), z.number()]));
const StoredPopular = z.object({ popular: Scored });
const StoredAttribute = z.object({ attribute: z.string(), value: z.string(), customers: z.int(), lifts: Scored });

/** All that a run of the lists found. */
export interface CandidateLists {
  readonly neighbours: readonly NeighbourLine[];
  readonly boughtTogether: readonly NeighbourLine[];
  readonly popular: readonly PopularItem[];
  readonly trending: readonly PopularItem[];
  readonly byAttribute: readonly AttributeLine[];
}

export type CandidateRepository = ReturnType<typeof createCandidateRepository>;

/** Neighbours of each item and popular items, one set a version; requests read the version that the pointer names. */
export function createCandidateRepository(client: DynamoDBDocumentClient, tableName: string) {
  const write = (changes: Pick<RowWrites, 'put' | 'remove'>) =>
    writeRows(client, tableName, {
      ...changes,
      callsAtOnce: 8,
      refusal: 'The candidates table takes no more writes just now',
    });

  async function linesOf(
    shop: ShopId,
    version: string,
    prefix: string,
    itemIds: readonly string[],
  ): Promise<Map<string, NeighbourLine['neighbours']>> {
    if (!itemIds.length) return new Map();
    const Keys = itemIds.map((itemId) => ({ pk: versionKey(shop, version), sk: `${prefix}${itemId}` }));
    // A key that the table did not get to is an item without neighbours in this one answer.
    const { Responses } = await client.send(new BatchGetCommand({ RequestItems: { [tableName]: { Keys } } }));
    const rows = (Responses?.[tableName] ?? []).map((row) => StoredNeighbours.parse(row));
    return new Map(
      rows.map(({ sk, neighbours }) => [
        sk.slice(prefix.length),
        neighbours.map(([itemId, score, support]) => ({ itemId, score, support })),
      ]),
    );
  }

  async function top(shop: ShopId, version: string, sk: string): Promise<PopularItem[]> {
    const { Item } = await client.send(
      new GetCommand({ TableName: tableName, Key: { pk: versionKey(shop, version), sk } }),
    );
    return Item ? StoredPopular.parse(Item).popular.map(([itemId, score]) => ({ itemId, score })) : [];
  }

  return {
    /** Writes a whole version. Nobody reads it before the pointer names it. */
    async putVersion(shop: ShopId, version: string, lists: CandidateLists): Promise<void> {
      const pk = versionKey(shop, version);
      const rowsOf = (lines: readonly NeighbourLine[], prefix: string) =>
        lines.map(({ itemId, neighbours }) => ({
          pk,
          sk: `${prefix}${itemId}`,
          neighbours: JSON.stringify(
            neighbours.map(({ itemId, score, support }): z.infer<typeof Neighbours>[number] => [
              itemId,
              score,
              support,
            ]),
          ),
        }));
      const topOf = (sk: string, items: readonly PopularItem[]) => ({
        pk,
        sk,
        popular: items.map(({ itemId, score }) => [itemId, score]),
      });
      const rows = [
        ...rowsOf(lists.neighbours, ITEM),
        ...rowsOf(lists.boughtTogether, BOUGHT),
        topOf(POPULAR, lists.popular),
        topOf(TRENDING, lists.trending),
        ...lists.byAttribute.map(({ lifts, ...said }) => ({
          pk,
          sk: attributeKey(said.attribute, said.value),
          ...said,
          lifts: lifts.map(({ itemId, lift }) => [itemId, lift]),
        })),
      ];
      await write({ put: rows });
    },

    async deleteVersion(shop: ShopId, version: string): Promise<void> {
      const pages = paginateQuery(
        { client },
        {
          TableName: tableName,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': versionKey(shop, version) },
          ProjectionExpression: 'pk, sk',
        },
      );
      for await (const { Items } of pages) {
        await write({ remove: Items });
      }
    },

    /** What was viewed or bought near each item. */
    neighboursOf: (shop: ShopId, version: string, itemIds: readonly string[]) => linesOf(shop, version, ITEM, itemIds),

    /** What stood in one order with each item. */
    boughtWith: (shop: ShopId, version: string, itemIds: readonly string[]) => linesOf(shop, version, BOUGHT, itemIds),

    popular: (shop: ShopId, version: string) => top(shop, version, POPULAR),

    /** How popularity differs with customers of whom the same is said, of each attribute that says anything. */
    async popularWith(
      shop: ShopId,
      version: string,
      attributes: Readonly<Record<string, string>>,
    ): Promise<AttributeLine[]> {
      const pk = versionKey(shop, version);
      const Keys = Object.entries(attributes).map(([name, value]) => ({ pk, sk: attributeKey(name, value) }));
      if (!Keys.length) return [];
      // A key that the table did not get to says nothing in this one answer.
      const { Responses } = await client.send(new BatchGetCommand({ RequestItems: { [tableName]: { Keys } } }));
      return (Responses?.[tableName] ?? []).map((row) => {
        const { lifts, ...said } = StoredAttribute.parse(row);
        return { ...said, lifts: lifts.map(([itemId, lift]) => ({ itemId, lift })) };
      });
    },

    /** What rises. */
    trending: (shop: ShopId, version: string) => top(shop, version, TRENDING),
  };
}

const POPULAR = 'POPULAR';
const TRENDING = 'TRENDING';
const ITEM = 'ITEM#';
const BOUGHT = 'BOUGHT#';
const attributeKey = (name: string, value: string) => `ATTRIBUTE#${name}=${value}`;
const versionKey = (shop: ShopId, version: string) => `SHOP#${shop}#CANDIDATES#${version}`;
