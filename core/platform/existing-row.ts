import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type * as z from 'zod';
import { NotFoundError } from './errors.ts';
import type { Refusal } from './refusal.ts';

export interface RowAddress {
  readonly tableName: string;
  readonly key: Readonly<Record<string, unknown>>;
}

/** A row as it stands now. Throws NotFoundError that says this where there is none. */
export async function existingRow<Row>(
  client: DynamoDBDocumentClient,
  { tableName, key }: RowAddress,
  row: z.ZodType<Row>,
  missing: Refusal,
): Promise<Row> {
  const { Item } = await client.send(new GetCommand({ TableName: tableName, Key: key, ConsistentRead: true }));
  if (!Item) throw new NotFoundError(missing);
  return row.parse(Item);
}
