import {
  type DynamoDBDocumentClient,
  paginateQuery,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { type Page, positionWithin, toPage } from './cursor.ts';

/** Rows that lie together, in the order of their sort keys. */
export interface Partition {
  readonly tableName: string;
  readonly pk: string;
  /** Of the sort keys that are meant. @default all */
  readonly prefix?: string;
}

/** Where a row lies. */
export const RowKey = z.object({ pk: z.string(), sk: z.string() });
export const ROW_KEY = Object.keys(RowKey.shape);

export interface RowsAsked {
  /**
   * Whether what was just written must be seen.
   *
   * @default false
   */
  readonly isConsistent?: boolean;
  /**
   * Names of the attributes to read.
   *
   * @default all
   */
  readonly attributes?: readonly string[];
}

export interface PageAsked extends RowsAsked {
  /** @default as many as one answer holds, which is a megabyte */
  readonly limit?: number;
  readonly cursor?: string | undefined;
  /**
   * The greatest sort key first.
   *
   * @default false
   */
  readonly isNewestFirst?: boolean;
}

/** One page of rows. Throws ValidationError where the cursor is of others. */
export async function pageOfRows<Row>(
  client: DynamoDBDocumentClient,
  partition: Partition,
  { limit, cursor, isNewestFirst = false, ...asked }: PageAsked,
  row: z.ZodType<Row>,
): Promise<Page<Row>> {
  const { Items = [], LastEvaluatedKey } = await client.send(
    new QueryCommand({
      ...queryOf(partition, asked),
      ScanIndexForward: !isNewestFirst,
      Limit: limit,
      ExclusiveStartKey: positionWithin(cursor, { pk: partition.pk, sk: partition.prefix ?? '' }),
    }),
  );
  return toPage(
    Items.map((item) => row.parse(item)),
    LastEvaluatedKey,
  );
}

/** All rows, read page by page as they are taken. */
export async function* everyRow<Row>(
  client: DynamoDBDocumentClient,
  partition: Partition,
  asked: RowsAsked,
  row: z.ZodType<Row>,
): AsyncGenerator<Row> {
  for await (const { Items = [] } of paginateQuery({ client }, queryOf(partition, asked)))
    for (const item of Items) yield row.parse(item);
}

/** All rows at once, of a partition that has no more than fit into memory. */
export async function allRows<Row>(
  client: DynamoDBDocumentClient,
  partition: Partition,
  asked: RowsAsked,
  row: z.ZodType<Row>,
): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const one of everyRow(client, partition, asked, row)) rows.push(one);
  return rows;
}

/** Some names of attributes are words of DynamoDB's own, so that all go by another. */
const queryOf = ({ tableName, pk, prefix }: Partition, { isConsistent, attributes }: RowsAsked): QueryCommandInput => ({
  TableName: tableName,
  KeyConditionExpression: prefix === undefined ? 'pk = :pk' : 'pk = :pk AND begins_with(sk, :prefix)',
  ExpressionAttributeValues: { ':pk': pk, ...(prefix === undefined ? {} : { ':prefix': prefix }) },
  ConsistentRead: isConsistent,
  ...(attributes && {
    ProjectionExpression: attributes.map((_, place) => `#${place}`).join(', '),
    ExpressionAttributeNames: Object.fromEntries(attributes.map((name, place) => [`#${place}`, name])),
  }),
});
