import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { createDecisionRepository } from '../../../core/decisions/decision-repository.ts';
import { aDecision } from '../../support/decisions.ts';
import { aMemoryTable } from '../../support/memory-table.ts';

describe('the decision repository', () => {
  it('keeps a decision once, however often it is written, and finds it by its request', async () => {
    const { client, rows } = aMemoryTable('decisions');
    const decisions = createDecisionRepository(client, 'decisions');
    const decision = aDecision({ requestId: 'r1' });

    await decisions.put([decision, decision]);
    await decisions.put([decision]);

    expect([...rows.values()]).toMatchObject([{ gsi1pk: 'SHOP#demo#REQUEST#r1', requestId: 'r1' }]);
    expect([...rows.values()][0]).not.toHaveProperty('candidates');
  });

  it('lists the newest first, and nobody else’s', async () => {
    const { client } = aMemoryTable('decisions');
    const decisions = createDecisionRepository(client, 'decisions');
    await decisions.put([
      aDecision({ requestId: 'old', at: '2026-11-01T10:00:00.000Z' }),
      aDecision({ requestId: 'new', at: '2026-11-02T10:00:00.000Z' }),
      aDecision({ requestId: 'bob', customer: 'bob' }),
      aDecision({ requestId: 'other', shop: 'other' }),
    ]);

    const { data } = await decisions.listOf('demo', 'ann', { limit: 10 });

    expect(data.map(({ requestId }) => requestId)).toEqual(['new', 'old']);
  });

  it('writes again what the table did not take', async () => {
    const { client, mock } = aMemoryTable('decisions');
    const left = { decisions: [{ PutRequest: { Item: { pk: 'SHOP#demo', sk: 'left' } } }] };
    mock.on(BatchWriteCommand).resolvesOnce({ UnprocessedItems: left }).resolves({});

    await createDecisionRepository(client, 'decisions').put([aDecision()]);

    expect(mock.commandCalls(BatchWriteCommand)[1]?.args[0].input.RequestItems).toEqual(left);
  });
});
