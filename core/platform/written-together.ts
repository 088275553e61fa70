import {
  ConditionalCheckFailedException,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  PutCommand,
  type PutCommandInput,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { backOff } from './back-off.ts';

type Writes = NonNullable<TransactWriteCommandInput['TransactItems']>;

/**
 * Writes all or nothing and answers whether it was all: false where a condition did not hold or somebody else wrote
 * at the same time. A transaction costs double, and spares a call for each row.
 */
export async function writtenTogether(client: DynamoDBDocumentClient, writes: Writes): Promise<boolean> {
  try {
    await client.send(new TransactWriteCommand({ TransactItems: writes }));
    return true;
  } catch (error) {
    if (error instanceof TransactionCanceledException) return false;
    throw error;
  }
}

const ATTEMPTS = 3;

/**
 * Writes many together and, where somebody else was faster, what a second reading leaves of them, a few times. Answers
 * those that are still unwritten, to be left to their own conflicts: two imports that meet in many rows part as a whole.
 */
export async function writeMany<One>(
  many: readonly One[],
  write: (some: readonly One[]) => Promise<boolean>,
  readAgain: (some: readonly One[]) => Promise<readonly One[]>,
): Promise<readonly One[]> {
  let left = many;
  for (let attempt = 1; left.length && attempt <= ATTEMPTS; attempt++) {
    if (await write(left)) return [];
    await backOff(attempt);
    left = await readAgain(left);
  }
  return left;
}

/** Writes one row; answers false where its condition did not hold, or it met a transaction on the same row. */
export async function writtenAlone(client: DynamoDBDocumentClient, put: PutCommandInput): Promise<boolean> {
  try {
    await client.send(new PutCommand(put));
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException || error instanceof TransactionConflictException) return false;
    throw error;
  }
}
