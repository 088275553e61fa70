import { setTimeout as sleep } from 'node:timers/promises';
import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  BatchWriteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';

type Row = Record<string, unknown>;

const TERM = /^(#?\w+) = (:\w+)$|^attribute_(not_)?exists\((#?\w+)\)$/;

/**
 * What of a write's condition is understood here: that an attribute is absent or there, or has a value, or several of that
 * with AND; of several with OR the first, all else holds.
 */
function holds(write: Row, row: Row | undefined): boolean {
  const { ConditionExpression = '', ExpressionAttributeNames = {}, ExpressionAttributeValues = {} } = write;
  const condition = String(ConditionExpression);
  const held = (name: string) => row?.[Object(ExpressionAttributeNames)[name] ?? name];
  const terms = condition.split(' AND ').map((term) => TERM.exec(term));
  if (terms.every((term) => term !== null))
    return terms.every(([, name, value = '', not, attribute = '']) =>
      name === undefined
        ? (held(attribute) === undefined) === (not !== undefined)
        : held(name) === Object(ExpressionAttributeValues)[value],
    );
  const [, absent] = /^attribute_not_exists\((\w+)\)/.exec(condition) ?? [];
  if (absent !== undefined) return row?.[absent] === undefined;
  const [, present] = /^attribute_exists\((\w+)\)/.exec(condition) ?? [];
  return present === undefined || row?.[present] !== undefined;
}

/** What an update of a transaction makes of a row: of expressions only `ADD`, of numbers. */
function added({ Key, ExpressionAttributeNames, ExpressionAttributeValues }: Row, row: Row = {}): Row {
  const values = new Map(Object.entries(Object(ExpressionAttributeValues)));
  const sums = Object.entries(Object(ExpressionAttributeNames)).map(([placeholder, name]) => {
    const by = Number(values.get(placeholder.replace('#', ':')));
    return [name, Number(row[String(name)] ?? 0) + by];
  });
  return { ...row, ...Object(Key), ...Object.fromEntries(sums) };
}

/** The fields that an update sets: of expressions only `SET`, each name to the value of the same number. */
function setBy({ UpdateExpression, ExpressionAttributeNames, ExpressionAttributeValues }: Row): Row {
  const values = new Map(Object.entries(Object(ExpressionAttributeValues)));
  const names = Object.entries(Object(ExpressionAttributeNames)).filter(([placeholder]) =>
    String(UpdateExpression).includes(`${placeholder} = `),
  );
  return Object.fromEntries(names.map(([placeholder, name]) => [name, values.get(placeholder.replace('#', ':'))]));
}

/** The order of sort keys. */
const bytewise = (left: Row, right: Row) => Buffer.compare(Buffer.from(String(left.sk)), Buffer.from(String(right.sk)));

interface TransactItem {
  readonly Put?: Row & { readonly Item: Row };
  readonly Update?: Row & { readonly Key: Row };
}

/**
 * One table in memory behind a mocked client: whole rows by pk and sk, queried page by page where a limit is set, written and updated on condition (see `holds`, `setBy`). Transactions put
 * rows or add to numbers; where they take time, two that meet in a row refuse each other as DynamoDB's do.
 */
export function aMemoryTable(tableName: string, { transactionMs = 0 } = {}) {
  const underWay = new Set<string>();
  const rows = new Map<string, Row>();
  const client = mockClient(DynamoDBDocumentClient);
  const keyOf = (row: Row | undefined) => JSON.stringify([row?.pk, row?.sk]);
  client.on(GetCommand).callsFake(({ Key }) => ({ Item: rows.get(keyOf(Key)) }));
  const demand = (write: Row, row: Row | undefined) => {
    if (holds(write, row)) return;
    throw new ConditionalCheckFailedException({ message: 'The conditional request failed', $metadata: {} });
  };
  client.on(PutCommand).callsFake((put) => {
    demand(put, rows.get(keyOf(put.Item)));
    rows.set(keyOf(put.Item), put.Item);
    return {};
  });
  client.on(UpdateCommand).callsFake((update) => {
    const row = rows.get(keyOf(update.Key));
    demand(update, row);
    rows.set(keyOf(update.Key), { ...row, ...update.Key, ...setBy(update) });
    return {};
  });
  client.on(TransactWriteCommand).callsFake(async ({ TransactItems }) => {
    const items: readonly TransactItem[] = TransactItems;
    const keys = items.map(({ Put, Update }) => keyOf(Put?.Item ?? Update?.Key));
    const cancel = () => {
      throw new TransactionCanceledException({ message: 'Transaction cancelled', $metadata: {} });
    };
    if (keys.some((key) => underWay.has(key))) cancel();
    for (const key of keys) underWay.add(key);
    if (transactionMs) await sleep(transactionMs);
    for (const key of keys) underWay.delete(key);
    if (!items.every(({ Put }) => !Put || holds(Put, rows.get(keyOf(Put.Item))))) cancel();
    for (const { Put, Update } of items) {
      if (Put) rows.set(keyOf(Put.Item), Put.Item);
      if (Update) rows.set(keyOf(Update.Key), added(Update, rows.get(keyOf(Update.Key))));
    }
    return {};
  });
  client.on(BatchWriteCommand).callsFake(({ RequestItems }) => {
    for (const { PutRequest, DeleteRequest } of RequestItems[tableName]) {
      if (PutRequest) rows.set(keyOf(PutRequest.Item), PutRequest.Item);
      else rows.delete(keyOf(DeleteRequest.Key));
    }
    return {};
  });
  client.on(BatchGetCommand).callsFake(({ RequestItems }) => {
    const found = RequestItems[tableName].Keys.flatMap((Key: Row) => rows.get(keyOf(Key)) ?? []);
    return { Responses: { [tableName]: found } };
  });
  client.on(QueryCommand).callsFake((query) => {
    const { ExpressionAttributeValues, ExclusiveStartKey, Limit, ScanIndexForward = true } = query;
    const { ':pk': of, ':prefix': prefix = '' } = ExpressionAttributeValues;
    const mine = [...rows.values()].filter(({ pk, sk }) => pk === of && String(sk).startsWith(prefix));
    const order = ScanIndexForward ? 1 : -1;
    const sorted = mine
      .filter((row) => !ExclusiveStartKey || order * bytewise(row, ExclusiveStartKey) > 0)
      .sort((left, right) => order * bytewise(left, right));
    const Items = sorted.slice(0, Limit);
    const last = Items.length === Limit ? Items.at(-1) : undefined;
    return { Items, ...(last ? { LastEvaluatedKey: { pk: last.pk, sk: last.sk } } : {}) };
  });
  return { rows, mock: client, client: DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'eu-west-1' })) };
}
