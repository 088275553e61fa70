import { createHash } from 'node:crypto';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { ShopId } from './contract.ts';
import { ConflictError, KeyReusedError } from './errors.ts';
import type { HttpAnswer } from './http-answer.ts';
import { refusal } from './refusal.ts';

const KEPT_SECONDS = 24 * 60 * 60;
/** Longer than any request may take, so that a lock outlives its request only when that request died. */
const LOCK_SECONDS = 35;

const StoredAnswer = z.object({ statusCode: z.int(), body: z.string(), headers: z.record(z.string(), z.string()) });

const LedgerEntry = z.object({
  fingerprint: z.string(),
  owner: z.string(),
  lockedUntil: z.number(),
  expiresAt: z.number(),
  answer: StoredAnswer.optional(),
});
type LedgerEntry = z.infer<typeof LedgerEntry>;

export interface KeyedRequest {
  readonly shop: ShopId;
  readonly route: string;
  /** The `Idempotency-Key` as it was sent. */
  readonly key: string;
  readonly body: string;
  readonly now: Date;
  /** Tells this attempt from another with the same key. */
  readonly owner: string;
}

export type RequestLedger = ReturnType<typeof createRequestLedger>;

/**
 * Remembers for 24 hours what was answered to an `Idempotency-Key`, as Stripe does: the same request again gets the
 * stored answer, another body under the same key is refused (422), and so is a second while the first still runs
 * (409). A request that was refused or failed leaves nothing, because nothing was done.
 */
export function createRequestLedger(client: DynamoDBDocumentClient, tableName: string) {
  /** The entry that stands in the way, or undefined when the key is now ours. */
  async function claim(request: KeyedRequest): Promise<LedgerEntry | undefined> {
    const seconds = secondsOf(request.now);
    const Item = {
      ...keyOf(request),
      fingerprint: sha256(request.body),
      owner: request.owner,
      lockedUntil: seconds + LOCK_SECONDS,
      expiresAt: seconds + KEPT_SECONDS,
    };
    try {
      await client.send(
        new PutCommand({
          TableName: tableName,
          Item,
          ConditionExpression:
            'attribute_not_exists(pk) OR expiresAt < :now OR (attribute_not_exists(answer) AND lockedUntil < :now)',
          ExpressionAttributeValues: { ':now': seconds },
        }),
      );
      return undefined;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return read(request);
    }
  }

  async function read(request: KeyedRequest): Promise<LedgerEntry> {
    const { Item } = await client.send(
      new GetCommand({ TableName: tableName, Key: keyOf(request), ConsistentRead: true }),
    );
    if (!Item) throw new ConflictError(refusal('just-ended', {}));
    return LedgerEntry.parse(Item);
  }

  async function keep(request: KeyedRequest, answer: HttpAnswer): Promise<void> {
    const seconds = secondsOf(request.now);
    const fingerprint = sha256(request.body);
    const entry = {
      fingerprint,
      owner: request.owner,
      lockedUntil: seconds,
      expiresAt: seconds + KEPT_SECONDS,
      answer,
    };
    await client.send(new PutCommand({ TableName: tableName, Item: { ...keyOf(request), ...entry } }));
  }

  async function release(request: KeyedRequest): Promise<void> {
    try {
      await client.send(
        new DeleteCommand({
          TableName: tableName,
          Key: keyOf(request),
          ConditionExpression: '#owner = :owner',
          ExpressionAttributeNames: { '#owner': 'owner' },
          ExpressionAttributeValues: { ':owner': request.owner },
        }),
      );
    } catch (error) {
      // Another attempt took over after the lock ran out: its entry stays.
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }

  return {
    /** Runs `decide` once for a key, or answers what it answered before. */
    async once(request: KeyedRequest, decide: () => Promise<HttpAnswer>): Promise<HttpAnswer> {
      const earlier = await claim(request);
      if (earlier) return replay(earlier, request);
      try {
        const answer = await decide();
        await keep(request, answer);
        return answer;
      } catch (error) {
        await release(request);
        throw error;
      }
    },
  };
}

function replay(entry: LedgerEntry, request: KeyedRequest): HttpAnswer {
  if (entry.fingerprint !== sha256(request.body)) {
    throw new KeyReusedError(refusal('key-reused', {}));
  }
  if (!entry.answer) {
    throw new ConflictError(refusal('still-running', {}), { retryAfterSeconds: 1 });
  }
  return { ...entry.answer, headers: { ...entry.answer.headers, 'idempotency-replayed': 'true' } };
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const secondsOf = (date: Date) => Math.floor(date.getTime() / 1000);
const keyOf = ({ shop, route, key }: KeyedRequest) => ({
  pk: `SHOP#${shop}#REQUEST#${sha256(`${route}\n${key}`)}`,
  sk: 'REQUEST',
});
