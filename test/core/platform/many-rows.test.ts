import timers from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, BatchWriteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import fc from 'fast-check';
import { type Row, readRows, writeRows } from '../../../core/platform/many-rows.ts';

interface Write {
  readonly PutRequest?: { readonly Item: Row };
  readonly DeleteRequest?: { readonly Key: Row };
}

const refusal = 'The table takes no more just now';
const refused = { name: 'UnavailableError', statusCode: 503, message: refusal };

/** How many times each row is left over before the table gets to it; one that is left eight times is refused. */
const leftOver = (times: number) =>
  fc.array(fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, fc.nat(times)), { maxLength: 450 });

const keysOf = (lefts: readonly number[]) => lefts.map((_, index) => ({ pk: 'SHOP#demo', sk: `${index}` }));
const bySk = (rows: readonly Row[]) => rows.toSorted((one, other) => Number(one.sk) - Number(other.sk));

/** Every third row is not there. */
const stored = ({ sk }: Row) => (Number(sk) % 3 ? [{ pk: 'SHOP#demo', sk, price: Number(sk) }] : []);

/** A table that leaves out of each call what the numbers say. */
function aBusyTable(lefts: readonly number[]) {
  const tries = lefts.map(() => 0);
  const calls: unknown[][] = [];
  const taken: Write[] = [];
  const atOnce = { now: 0, most: 0 };
  const meet = async <One>(all: readonly One[], keyOf: (one: One) => Row | undefined) => {
    calls.push([...all]);
    atOnce.most = Math.max(atOnce.most, ++atOnce.now);
    await new Promise(setImmediate);
    atOnce.now--;
    const met = all.map((one) => {
      const row = Number(keyOf(one)?.sk);
      tries[row] = (tries[row] ?? 0) + 1;
      return { one, isTaken: tries[row] > (lefts[row] ?? 0) };
    });
    const those = (isTaken: boolean) => met.flatMap((one) => (one.isTaken === isTaken ? [one.one] : []));
    return { taken: those(true), left: those(false) };
  };

  const mock = mockClient(DynamoDBDocumentClient);
  mock.on(BatchGetCommand).callsFake(async ({ RequestItems: { rows } }) => {
    const { taken: found, left } = await meet<Row>(rows.Keys, (key) => key);
    return {
      Responses: { rows: found.flatMap(stored) },
      UnprocessedKeys: left.length ? { rows: { ...rows, Keys: left } } : {},
    };
  });
  mock.on(BatchWriteCommand).callsFake(async ({ RequestItems: { rows } }) => {
    const met = await meet<Write>(rows, ({ PutRequest, DeleteRequest }) => PutRequest?.Item ?? DeleteRequest?.Key);
    taken.push(...met.taken);
    return met.left.length ? { UnprocessedItems: { rows: met.left } } : {};
  });
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'eu-west-1' }));
  return { client, mock, tries, calls, taken, atOnce };
}

let slept: jest.SpyInstance;
beforeEach(() => {
  slept = jest.spyOn(timers, 'setTimeout').mockResolvedValue(undefined);
});
afterEach(() => slept.mockRestore());

describe('readRows', () => {
  it('finds every row that there is, whatever is left over each time, and asks for none that it has', async () => {
    await fc.assert(
      fc.asyncProperty(leftOver(7), async (lefts) => {
        const { client, tries, calls } = aBusyTable(lefts);

        const rows = await readRows(client, 'rows', { keys: keysOf(lefts), refusal });

        expect(bySk(rows)).toEqual(keysOf(lefts).flatMap(stored));
        expect(tries).toEqual(lefts.map((left) => left + 1));
        expect(calls.every(({ length }) => length > 0 && length <= 100)).toBe(true);
      }),
    );
  });

  it('refuses rather than answer with a part', async () => {
    const never = fc.tuple(leftOver(7), fc.constantFrom(8, 100), leftOver(100));
    await fc.assert(
      fc.asyncProperty(never, async ([before, left, after]) => {
        const lefts = [...before, left, ...after];
        const { client, tries } = aBusyTable(lefts);

        await expect(readRows(client, 'rows', { keys: keysOf(lefts), refusal })).rejects.toMatchObject(refused);

        expect(Math.max(...tries)).toBe(8);
      }),
    );
  });

  it('asks again as it asked at first, longer after each time', async () => {
    const { client, mock } = aBusyTable([3]);

    await readRows(client, 'rows', { keys: keysOf([3]), isConsistent: true, attributes: ['pk', 'sk'], refusal });

    const asked = mock.commandCalls(BatchGetCommand).map(({ args: [{ input }] }) => input.RequestItems?.rows);
    expect(asked).toEqual(
      Array.from({ length: 4 }, () => ({ Keys: keysOf([3]), ConsistentRead: true, ProjectionExpression: 'pk, sk' })),
    );
    const waits = slept.mock.calls.map(([ms]) => Number(ms));
    expect(waits.map((ms, time) => ms >= 10 * 2 ** time && ms < 30 * 2 ** time)).toEqual([true, true, true]);
  });

  it('calls at most so often at once, and not at all for nothing', async () => {
    const lefts = Array.from({ length: 450 }, () => 0);
    const { client, calls, atOnce } = aBusyTable(lefts);

    await readRows(client, 'rows', { keys: keysOf(lefts), callsAtOnce: 2, refusal });
    await expect(readRows(client, 'rows', { keys: [], refusal })).resolves.toEqual([]);

    expect(atOnce.most).toBe(2);
    expect(calls).toHaveLength(5);
  });
});

describe('writeRows', () => {
  const changesOf = (lefts: readonly number[], removed: number) => {
    const rows = keysOf(lefts);
    return { put: rows.slice(removed).map((key) => ({ ...key, price: 3 })), remove: rows.slice(0, removed) };
  };

  it('writes every row and removes every key once, whatever is left over each time', async () => {
    await fc.assert(
      fc.asyncProperty(leftOver(7), fc.nat(450), async (lefts, removed) => {
        const { client, tries, calls, taken } = aBusyTable(lefts);
        const { put, remove } = changesOf(lefts, removed);

        await writeRows(client, 'rows', { put, remove, refusal });

        expect(bySk(taken.flatMap(({ PutRequest }) => (PutRequest ? [PutRequest.Item] : [])))).toEqual(put);
        expect(bySk(taken.flatMap(({ DeleteRequest }) => (DeleteRequest ? [DeleteRequest.Key] : [])))).toEqual(remove);
        expect(tries).toEqual(lefts.map((left) => left + 1));
        expect(calls.every(({ length }) => length > 0 && length <= 25)).toBe(true);
      }),
    );
  });

  it('refuses where some row is left over each time, with all the others written', async () => {
    const lefts = Array.from({ length: 60 }, (_, index) => (index === 30 ? 8 : index % 3));
    const { client, tries, taken } = aBusyTable(lefts);

    await expect(writeRows(client, 'rows', { ...changesOf(lefts, 5), refusal })).rejects.toMatchObject(refused);

    expect(tries[30]).toBe(8);
    expect(taken).toHaveLength(59);
  });
});
