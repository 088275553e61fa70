import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { PageQuery } from './contract.ts';
import { positionOf } from './cursor.ts';

export interface Partition {
  readonly tableName: string;
  readonly pk: string;
  /** Of the sort keys that are meant. @default all */
  readonly prefix?: string;
}

export interface ReadPage {
  readonly items: readonly Record<string, unknown>[];
  /** Where the next page begins, for `toPage`; undefined at the end. */
  readonly position: Record<string, unknown> | undefined;
}

/** One page of a partition, the greatest sort key first. Throws ValidationError where the cursor is of another partition. */
export async function newestPage(
  client: DynamoDBDocumentClient,
  { tableName, pk, prefix }: Partition,
  { limit, cursor }: PageQuery,
): Promise<ReadPage> {
  const { Items = [], LastEvaluatedKey } = await client.send(
    new QueryCommand({
      TableName: tableName,
      KeyConditionExpression: prefix === undefined ? 'pk = :pk' : 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':pk': pk, ...(prefix === undefined ? {} : { ':prefix': prefix }) },
      ScanIndexForward: false,
      Limit: limit,
      ExclusiveStartKey: positionOf(cursor, pk),
    }),
  );
  return { items: Items, position: LastEvaluatedKey };
}
