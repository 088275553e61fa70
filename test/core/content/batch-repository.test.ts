import { DynamoDBClient, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { createBatchRepository } from '../../../core/content/batch-repository.ts';

const cancelled = () => new TransactionCanceledException({ message: 'Transaction cancelled', $metadata: {} });
const batchId = '01jbatch0000000000000000aa';

function aTable() {
  const mock = mockClient(DynamoDBDocumentClient);
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'eu-west-1' }));
  return { mock, batches: createBatchRepository(client, 'content') };
}

describe('counting an item of a batch', () => {
  it('is tried again where another step wrote the batch at the same moment', async () => {
    const { mock, batches } = aTable();
    mock.on(TransactWriteCommand).rejectsOnce(cancelled()).rejectsOnce(cancelled()).resolves({});
    mock.on(GetCommand).resolves({});

    await batches.count('demo', batchId, 'lamp', 'drafted');

    expect(mock.commandCalls(TransactWriteCommand)).toHaveLength(3);
  });

  it('ends where the item was counted before', async () => {
    const { mock, batches } = aTable();
    mock.on(TransactWriteCommand).rejects(cancelled());
    mock.on(GetCommand).resolves({ Item: { outcome: 'drafted' } });

    await batches.count('demo', batchId, 'lamp', 'drafted');

    expect(mock.commandCalls(TransactWriteCommand)).toHaveLength(1);
  });
});
