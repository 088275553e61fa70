import { TransactionCanceledException, TransactionConflictException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';

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

/** A single write met a transaction on the same row: it may be tried again. */
export const isTransactionConflict = (error: unknown) => error instanceof TransactionConflictException;
