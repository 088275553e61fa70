import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type * as z from 'zod';
import type { PageQuery } from './contract.ts';
import { type Page, positionOf, toPage } from './cursor.ts';

export interface Partition {
  readonly tableName: string;
  readonly pk: string;
  /** Of the sort keys that are meant. @default all */
  readonly prefix?: string;
}

/** One page of a partition, the greatest sort key first. Throws ValidationError where the cursor is of another partition. */
export async function newestPage<Row>(
  client: DynamoDBDocumentClient,
  { tableName, pk, prefix }: Partition,
  { limit, cursor }: PageQuery,
  row: z.ZodType<Row>,
): Promise<Page<Row>> {
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
  return toPage(
    Items.map((item) => row.parse(item)),
    LastEvaluatedKey,
  );
}
