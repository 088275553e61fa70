import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { RowAddress } from './existing-row.ts';
import { setFields } from './set-fields.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Sets fields of a row while it holds these values; one that holds others, or is gone, is left as it is. */
export async function setWhile(
  client: DynamoDBDocumentClient,
  { tableName, key }: RowAddress,
  held: Fields,
  fields: Fields,
): Promise<void> {
  const { UpdateExpression, ExpressionAttributeNames, ExpressionAttributeValues } = setFields(fields);
  const holds = Object.entries(held);
  const update = new UpdateCommand({
    TableName: tableName,
    Key: key,
    UpdateExpression,
    ConditionExpression: holds.map((_, index) => `#held${index} = :held${index}`).join(' AND '),
    ExpressionAttributeNames: {
      ...ExpressionAttributeNames,
      ...Object.fromEntries(holds.map(([name], index) => [`#held${index}`, name])),
    },
    ExpressionAttributeValues: {
      ...ExpressionAttributeValues,
      ...Object.fromEntries(holds.map(([, value], index) => [`:held${index}`, value])),
    },
  });
  try {
    await client.send(update);
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

/** Why something that ran has failed, and since when. */
export interface Failure {
  readonly reason: string;
  readonly endedAt: string;
}

/** Says that what a row tells of has failed, unless it has ended before: the first end that is told stands. */
export async function failRunning(
  client: DynamoDBDocumentClient,
  row: RowAddress,
  failure: Failure,
  held: Fields = {},
): Promise<void> {
  await setWhile(client, row, { status: 'running', ...held }, { status: 'failed', ...failure });
}
