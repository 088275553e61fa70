import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { createConversationRepository } from '../../../core/chat/conversation-repository.ts';
import { toPage } from '../../../core/platform/cursor.ts';
import { ValidationError } from '../../../core/platform/errors.ts';

const position = {
  pk: 'SHOP#demo#CONVERSATION#c1',
  sk: 'CONVERSATION',
  gsi1pk: 'SHOP#demo#CONVERSATIONS#waiting',
  gsi1sk: '2026-11-01T10:00:00.000Z',
};

function aDesk() {
  const mock = mockClient(DynamoDBDocumentClient);
  mock.on(QueryCommand).resolves({ Items: [], LastEvaluatedKey: position });
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'eu-west-1' }));
  const conversations = createConversationRepository(client, 'conversations');
  return { mock, list: (cursor?: string) => conversations.list('demo', { state: 'waiting', limit: 25, cursor }) };
}
const cursorOf = (keys: object) => toPage([], { ...keys }).next_cursor ?? '';

describe('conversations by state', () => {
  it('go on where the index was left', async () => {
    const { mock, list } = aDesk();
    const { next_cursor } = await list();

    await list(next_cursor ?? '');

    expect(mock.commandCalls(QueryCommand)[1]?.args[0].input.ExclusiveStartKey).toEqual(position);
  });

  it.each([
    ['of another shop', { ...position, pk: 'SHOP#other#CONVERSATION#c1' }],
    ['of another state', { ...position, gsi1pk: 'SHOP#demo#CONVERSATIONS#closed' }],
    ['without its row', { gsi1pk: position.gsi1pk, gsi1sk: position.gsi1sk }],
  ])('take no cursor %s', async (_what, keys) => {
    const { list } = aDesk();

    await expect(list(cursorOf(keys))).rejects.toThrow(ValidationError);
  });
});
