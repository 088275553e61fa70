import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { ValidationError } from '../../../core/platform/errors.ts';
import { allRows, everyRow, pageOfRows } from '../../../core/platform/partition-rows.ts';
import { aMemoryTable } from '../../support/memory-table.ts';

const Note = z.object({ sk: z.string() });
const runs = { tableName: 'notes', pk: 'a', prefix: 'RUN#' };
const all = { tableName: 'notes', pk: 'a' };

function someRows() {
  const { rows, client, mock } = aMemoryTable('notes');
  for (const sk of ['RUN#1', 'RUN#2', 'RUN#3', 'VERSION#1']) rows.set(JSON.stringify(['a', sk]), { pk: 'a', sk });
  rows.set(JSON.stringify(['b', 'RUN#9']), { pk: 'b', sk: 'RUN#9' });
  return { client, mock };
}

const keysOf = (page: { data: { sk: string }[] }) => page.data.map(({ sk }) => sk);

describe('a page of rows', () => {
  it('has those of its partition that begin so, and goes on where the last one ended', async () => {
    const { client } = someRows();

    const first = await pageOfRows(client, runs, { limit: 2 }, Note);
    const second = await pageOfRows(client, runs, { limit: 2, cursor: first.next_cursor ?? undefined }, Note);

    expect([keysOf(first), keysOf(second)]).toEqual([['RUN#1', 'RUN#2'], ['RUN#3']]);
    expect([first.has_more, second.has_more]).toEqual([true, false]);
  });

  it('begins with the greatest where the newest are asked first', async () => {
    const { client } = someRows();

    expect(keysOf(await pageOfRows(client, all, { limit: 2, isNewestFirst: true }, Note))).toEqual([
      'VERSION#1',
      'RUN#3',
    ]);
  });

  it('is refused behind a cursor of other rows, of the same partition too', async () => {
    const { client } = someRows();
    const { next_cursor } = await pageOfRows(client, all, { limit: 4 }, Note);
    const cursor = next_cursor ?? '';

    await expect(pageOfRows(client, runs, { cursor }, Note)).rejects.toThrow(ValidationError);
    await expect(pageOfRows(client, { ...all, pk: 'b' }, { cursor }, Note)).rejects.toThrow(ValidationError);
  });

  it('names attributes by another name, since some are words of DynamoDB', async () => {
    const { client, mock } = someRows();

    await pageOfRows(client, all, { attributes: ['sk', 'status'], isConsistent: true }, Note);

    expect(mock.commandCalls(QueryCommand)[0]?.args[0].input).toMatchObject({
      ConsistentRead: true,
      ProjectionExpression: '#0, #1',
      ExpressionAttributeNames: { '#0': 'sk', '#1': 'status' },
    });
  });
});

describe('all rows', () => {
  it('come whatever the number of pages, and no further page is read than somebody takes', async () => {
    const { client, mock } = someRows();
    const page = (sk: string, more: boolean) => ({
      Items: [{ pk: 'a', sk }],
      ...(more ? { LastEvaluatedKey: { pk: 'a', sk } } : {}),
    });
    mock
      .on(QueryCommand)
      .resolvesOnce(page('1', true))
      .resolvesOnce(page('2', true))
      .resolvesOnce(page('3', false))
      .resolvesOnce(page('1', true));

    expect(keysOf({ data: await allRows(client, all, {}, Note) })).toEqual(['1', '2', '3']);
    for await (const { sk } of everyRow(client, all, {}, Note)) if (sk === '1') break;
    expect(mock.commandCalls(QueryCommand)).toHaveLength(4);
  });
});
