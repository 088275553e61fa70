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
} from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';

type Row = Record<string, unknown>;

/** What of a write's condition is understood here: that an attribute is absent, or has a value; of several with OR the first, all else holds. */
function holds({ ConditionExpression = '', ExpressionAttributeValues = {} }: Row, row: Row | undefined): boolean {
  const condition = String(ConditionExpression);
  const [, absent] = /^attribute_not_exists\((\w+)\)/.exec(condition) ?? [];
  if (absent !== undefined) return row?.[absent] === undefined;
  const [, name, value] = /^(\w+) = (:\w+)$/.exec(condition) ?? [];
  return name === undefined || value === undefined || row?.[name] === Object(ExpressionAttributeValues)[value];
}

/** One table in memory behind a mocked client: whole rows by pk and sk, written on condition (see `holds`); transactions put rows. */
export function aMemoryTable(tableName: string) {
  const rows = new Map<string, Row>();
  const client = mockClient(DynamoDBDocumentClient);
  const keyOf = (row: Row | undefined) => JSON.stringify([row?.pk, row?.sk]);
  client.on(GetCommand).callsFake(({ Key }) => ({ Item: rows.get(keyOf(Key)) }));
  client.on(PutCommand).callsFake((put) => {
    if (!holds(put, rows.get(keyOf(put.Item)))) {
      throw new ConditionalCheckFailedException({ message: 'The conditional request failed', $metadata: {} });
    }
    rows.set(keyOf(put.Item), put.Item);
    return {};
  });
  client.on(TransactWriteCommand).callsFake(({ TransactItems }) => {
    const puts: { Item: Row }[] = TransactItems.map(({ Put }: { Put: { Item: Row } }) => Put);
    if (!puts.every((put) => holds(put, rows.get(keyOf(put.Item))))) {
      throw new TransactionCanceledException({ message: 'Transaction cancelled', $metadata: {} });
    }
    for (const { Item } of puts) rows.set(keyOf(Item), Item);
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
  client.on(QueryCommand).callsFake(({ ExpressionAttributeValues, Limit, ScanIndexForward = true }) => {
    const mine = [...rows.values()].filter(({ pk }) => pk === ExpressionAttributeValues[':pk']);
    const sorted = mine.sort((left, right) => String(left.sk).localeCompare(String(right.sk)));
    return { Items: (ScanIndexForward ? sorted : sorted.reverse()).slice(0, Limit) };
  });
  return { rows, mock: client, client: DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'eu-west-1' })) };
}
