import { DynamoDBDocumentClient, GetCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { OutcomeRow, ShownSlate } from '../../../core/experiments/count-outcome.ts';
import { createOutcomeRepository } from '../../../core/experiments/outcome-repository.ts';
import { createDocumentClient } from '../../../core/platform/document-client.ts';
import { aNow } from '../../support/recommendations.ts';

const slate = ShownSlate.parse({
  ...{ surface: 'home', experiment: 'spring', kind: 'interleaving', arm: 'for-you+popular', reward: 'click' },
  ...{ at: aNow.toISOString(), items: ['lamp', 'sofa'], teams: ['for-you', 'popular'], group: 7 },
});

/** A table that holds one row, or none, and tells what is written into it together. */
function aTable(row?: OutcomeRow) {
  const mock = mockClient(DynamoDBDocumentClient);
  mock.on(GetCommand).resolves(row ? { Item: row } : {});
  mock.on(TransactWriteCommand).resolves({});
  const written = () =>
    mock.commandCalls(TransactWriteCommand).map(({ args: [{ input }] }) =>
      (input.TransactItems ?? []).map(({ Put, Update }) => {
        const values = Update?.ExpressionAttributeValues;
        return Put ? `row of ${Put.Item?.pk}` : `${Update?.Key?.pk} ${Update?.Key?.sk} ${Object.values(values ?? {})}`;
      }),
    );
  return { mock, written, outcomes: createOutcomeRepository(createDocumentClient(), 'recipes') };
}

describe('outcomes of slates', () => {
  it('are written with what each recipe gains by them, by group of customers', async () => {
    const { outcomes, written } = aTable();

    await outcomes.shown('demo', 'r1', slate, aNow);

    expect(written()).toEqual([
      [
        'row of SHOP#demo#OUTCOME#r1',
        'SHOP#demo#INTERLEAVING#home#spring#7 ARM#for-you#7 1,0,1,0,1',
        'SHOP#demo#INTERLEAVING#home#spring#7 ARM#popular#7 1,0,1,0,1',
      ],
    ]);
  });

  it('weigh a slate by how unlikely its recipe was', async () => {
    const { outcomes, written } = aTable();
    const { teams: _, ...drawn } = slate;
    const early = { ...drawn, kind: 'bandit', arm: 'popular', propensity: 0.25 } as const;

    await outcomes.shown('demo', 'r1', early, aNow);

    expect(written()[0]?.[1]).toBe('SHOP#demo#BANDIT#home#spring#7 ARM#popular#7 1,0,4,0,16');
  });

  it('take a won slate back where the other side draws level, and say nothing when an event comes again', async () => {
    const known = OutcomeRow.parse({ revision: 2, shown: slate, rewarded: ['lamp'], early: [] });
    const clicked = (itemId: string) => ({ depth: 1, at: aNow.toISOString(), items: [itemId] });
    const writtenAfter = async (itemId: string) => {
      const { outcomes, written } = aTable(known);
      await outcomes.happened('demo', 'r1', clicked(itemId), aNow);
      return written();
    };

    expect(await writtenAfter('sofa')).toEqual([
      ['row of SHOP#demo#OUTCOME#r1', 'SHOP#demo#INTERLEAVING#home#spring#7 ARM#for-you#7 0,-1,0,-1,0'],
    ]);
    expect(await writtenAfter('lamp')).toEqual([]);
  });

  it('add no weight to the row of before slates were weighed, where it would begin at 0', async () => {
    const { group: _, teams: __, ...old } = slate;
    const known = OutcomeRow.parse({ revision: 1, shown: { ...old, kind: 'bandit', arm: 'for-you' }, early: [] });
    const { mock, outcomes } = aTable(known);

    await outcomes.happened('demo', 'r1', { depth: 1, at: aNow.toISOString(), items: ['lamp'] }, aNow);

    const [written] = mock.commandCalls(TransactWriteCommand);
    expect(written?.args[0].input.TransactItems?.[1]?.Update).toMatchObject({
      Key: { pk: 'SHOP#demo#BANDIT#home#spring', sk: 'ARM#for-you' },
      UpdateExpression: 'ADD #shown :shown, #rewarded :rewarded',
      ExpressionAttributeValues: { ':shown': 0, ':rewarded': 1 },
    });
  });

  it('are summed over the groups, with rows of before there were groups, weights and a partition for each', async () => {
    const { mock, outcomes } = aTable();
    const rows = {
      'SHOP#demo#BANDIT#home#spring': [
        { sk: 'ARM#for-you', shown: 10, rewarded: 1 },
        { sk: 'ARM#for-you#3', shown: 5, rewarded: 2, weight: 10, rewardedWeight: 4, squaredWeight: 20 },
      ],
      'SHOP#demo#BANDIT#home#spring#3': [
        { sk: 'ARM#for-you#3', shown: 1, rewarded: 1, weight: 2, rewardedWeight: 2, squaredWeight: 4 },
      ],
      'SHOP#demo#BANDIT#home#spring#19': [
        { sk: 'ARM#for-you#19', shown: 4, rewarded: 0, weight: 4, rewardedWeight: 0, squaredWeight: 4 },
      ],
    };
    mock.on(QueryCommand).resolves({});
    for (const [pk, Items] of Object.entries(rows)) {
      mock.on(QueryCommand, { ExpressionAttributeValues: { ':pk': pk } }).resolves({ Items });
    }

    const totals = await outcomes.totals('demo', 'home', { name: 'spring', kind: 'bandit' });

    expect(totals.get('for-you')).toEqual({
      ...{ shown: 20, rewarded: 4, weight: 26, rewardedWeight: 7, squaredWeight: 38 },
      groups: new Map([
        [3, { shown: 6, rewarded: 3, weight: 12, rewardedWeight: 6, squaredWeight: 24 }],
        [19, { shown: 4, rewarded: 0, weight: 4, rewardedWeight: 0, squaredWeight: 4 }],
      ]),
    });
  });
});
