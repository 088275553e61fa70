import {
  BatchGetCommand,
  type BatchGetCommandInput,
  BatchWriteCommand,
  type BatchWriteCommandInput,
  type DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import { backOff } from './back-off.ts';
import { chunksOf } from './chunks-of.ts';
import { UnavailableError } from './errors.ts';
import { inParallel } from './in-parallel.ts';
import type { Refusal } from './refusal.ts';

const READS_PER_CALL = 100;
const WRITES_PER_CALL = 25;
const CALLS_AT_ONCE = 16;
const ATTEMPTS = 8;

export type Row = Readonly<Record<string, unknown>>;

interface ManyCalls {
  /** @default 16 */
  readonly callsAtOnce?: number;
  /** Told where the table leaves something over each time. */
  readonly refusal: Refusal | string;
}

export interface RowReads extends ManyCalls {
  /** No two are the same. */
  readonly keys: readonly Row[];
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

/** Any two are of different keys. */
export interface RowWrites extends ManyCalls {
  /** Whole rows, each in place of what was there. */
  readonly put?: readonly Row[];
  /** Keys of rows that go. */
  readonly remove?: readonly Row[];
}

/** Those that there are, in no order: a key that is missing from them has no row. */
export async function readRows(
  client: DynamoDBDocumentClient,
  tableName: string,
  { keys, isConsistent, attributes, callsAtOnce = CALLS_AT_ONCE, refusal }: RowReads,
): Promise<Row[]> {
  const rows: Row[] = [];
  const how = { ConsistentRead: isConsistent, ProjectionExpression: attributes?.join(', ') };
  await inParallel(chunksOf(keys, READS_PER_CALL), callsAtOnce, async (chunk) => {
    const all: BatchGetCommandInput['RequestItems'] = { [tableName]: { Keys: [...chunk], ...how } };
    await untilNoneIsLeft(all, refusal, async (left) => {
      const { Responses, UnprocessedKeys } = await client.send(new BatchGetCommand({ RequestItems: left }));
      rows.push(...(Responses?.[tableName] ?? []));
      return UnprocessedKeys;
    });
  });
  return rows;
}

/** Not together: where it fails, some are written; to write the same again changes nothing. */
export async function writeRows(
  client: DynamoDBDocumentClient,
  tableName: string,
  { put = [], remove = [], callsAtOnce = CALLS_AT_ONCE, refusal }: RowWrites,
): Promise<void> {
  const writes = [
    ...put.map((Item) => ({ PutRequest: { Item } })),
    ...remove.map((Key) => ({ DeleteRequest: { Key } })),
  ];
  await inParallel(chunksOf(writes, WRITES_PER_CALL), callsAtOnce, async (chunk) => {
    const all: BatchWriteCommandInput['RequestItems'] = { [tableName]: chunk };
    await untilNoneIsLeft(
      all,
      refusal,
      async (left) => (await client.send(new BatchWriteCommand({ RequestItems: left }))).UnprocessedItems,
    );
  });
}

/** A busy table answers with what it did not get to, which is asked again by itself after a while. */
async function untilNoneIsLeft<Requests extends object>(
  all: Requests,
  refusal: Refusal | string,
  ask: (left: Requests) => Promise<Requests | undefined>,
): Promise<void> {
  let left: Requests | undefined = all;
  for (let attempt = 0; left && Object.keys(left).length; attempt++) {
    if (attempt === ATTEMPTS) throw new UnavailableError(refusal);
    if (attempt) await backOff(attempt);
    left = await ask(left);
  }
}
