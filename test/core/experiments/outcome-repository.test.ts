import { DynamoDBDocumentClient, GetCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import fc from 'fast-check';
import { OutcomeRow, ShownSlate } from '../../../core/experiments/count-outcome.ts';
import { createOutcomeRepository } from '../../../core/experiments/outcome-repository.ts';
import { createDocumentClient } from '../../../core/platform/document-client.ts';
import { aMemoryTable } from '../../support/memory-table.ts';
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
        const sk = String(Update?.Key?.sk).replace(/#\d+$/, '#shard');
        return Put ? `row of ${Put.Item?.pk}` : `${Update?.Key?.pk} ${sk} ${Object.values(values ?? {})}`;
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
        'SHOP#demo#INTERLEAVING#home#spring#7 ARM#for-you#7#shard 1,0,1,0,1',
        'SHOP#demo#INTERLEAVING#home#spring#7 ARM#popular#7#shard 1,0,1,0,1',
      ],
    ]);
  });

  it('weigh a slate by how unlikely its recipe was', async () => {
    const { outcomes, written } = aTable();
    const { teams: _, ...drawn } = slate;
    const early = { ...drawn, kind: 'bandit', arm: 'popular', propensity: 0.25 } as const;

    await outcomes.shown('demo', 'r1', early, aNow);

    expect(written()[0]?.[1]).toBe('SHOP#demo#BANDIT#home#spring#7 ARM#popular#7#shard 1,0,4,0,16');
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
      ['row of SHOP#demo#OUTCOME#r1', 'SHOP#demo#INTERLEAVING#home#spring#7 ARM#for-you#7#shard 0,-1,0,-1,0'],
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

  it('are summed over groups and shards, with rows of before there were groups, weights, shards and a partition for each', async () => {
    const { mock, outcomes } = aTable();
    const rows = {
      'SHOP#demo#BANDIT#home#spring': [
        { sk: 'ARM#for-you', shown: 10, rewarded: 1 },
        { sk: 'ARM#for-you#3', shown: 5, rewarded: 2, weight: 10, rewardedWeight: 4, squaredWeight: 20 },
      ],
      'SHOP#demo#BANDIT#home#spring#3': [
        { sk: 'ARM#for-you#3', shown: 1, rewarded: 1, weight: 2, rewardedWeight: 2, squaredWeight: 4 },
        { sk: 'ARM#for-you#3#0', shown: 1, rewarded: 0, weight: 2, rewardedWeight: 0, squaredWeight: 4 },
        { sk: 'ARM#for-you#3#15', shown: 0, rewarded: 1, weight: 0, rewardedWeight: 2, squaredWeight: 0 },
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
      ...{ shown: 21, rewarded: 5, weight: 28, rewardedWeight: 9, squaredWeight: 42, customers: 0 },
      groups: new Map([
        [3, { shown: 7, rewarded: 4, weight: 14, rewardedWeight: 8, squaredWeight: 28, customers: 0 }],
        [19, { shown: 4, rewarded: 0, weight: 4, rewardedWeight: 0, squaredWeight: 4, customers: 0 }],
      ]),
    });
  });
});

describe('the totals of an experiment', () => {
  const spring = { name: 'spring', kind: 'bandit' } as const;
  const clicked = { depth: 1, at: aNow.toISOString(), items: ['lamp'] };
  const drawn = (arm: string, group: number): ShownSlate =>
    ShownSlate.parse({
      ...{ surface: 'home', experiment: 'spring', kind: 'bandit', arm, reward: 'click', propensity: 0.5, group },
      ...{ at: aNow.toISOString(), items: ['lamp', 'sofa'] },
    });
  const together = (options?: { transactionMs: number }) => {
    const table = aMemoryTable('recipes', options);
    return { ...table, outcomes: createOutcomeRepository(table.client, 'recipes') };
  };

  it('lose nothing and count nothing twice where many slates of one group are counted at once', async () => {
    const { outcomes, rows } = together({ transactionMs: 1 });
    const ids = Array.from({ length: 64 }, (_, index) => `request-${index}`);
    const isClicked = (id: string) => Number(id.split('-')[1]) % 4 === 0;
    const steps = ids.flatMap((id) => {
      const shown = () => outcomes.shown('demo', id, drawn('for-you', 7), aNow);
      const happened = () => outcomes.happened('demo', id, clicked, aNow);
      return isClicked(id) ? [happened, shown, happened, shown] : [shown, shown];
    });

    await Promise.all(steps.map((step) => step()));

    const totals = await outcomes.totals('demo', 'home', spring);
    expect(totals.get('for-you')).toMatchObject({
      ...{ shown: 64, rewarded: 16, weight: 128, rewardedWeight: 32, squaredWeight: 256 },
    });
    const inOneRow = [...rows.values()].flatMap(({ sk, shown }) =>
      String(sk).startsWith('ARM#') ? [Number(shown)] : [],
    );
    expect(inOneRow.length).toBeGreaterThan(12);
    expect(Math.max(...inOneRow)).toBeLessThan(64 / 6);
  });

  describe('of kind A/B', () => {
    const given = (arm: string, group = 7): ShownSlate => ({ ...drawn(arm, group), kind: 'ab' });
    const customersOf = async (outcomes: ReturnType<typeof together>['outcomes'], recipe: string) =>
      (await outcomes.totals('demo', 'home', { name: 'spring', kind: 'ab' })).get(recipe)?.customers;

    it('have each customer once, however many slates of theirs are counted at once, and delivered again', async () => {
      const { outcomes } = together({ transactionMs: 1 });
      const slates = Array.from({ length: 24 }, (_, index) => ({ id: `request-${index}`, person: `p${index % 3}` }));
      const count = () =>
        Promise.all(slates.map(({ id, person }) => outcomes.shown('demo', id, given('for-you'), aNow, person)));

      await count();
      await count();

      expect(await customersOf(outcomes, 'for-you')).toBe(3);
      expect((await outcomes.totals('demo', 'home', { name: 'spring', kind: 'ab' })).get('for-you')?.shown).toBe(24);
    });

    it('have somebody who signs in as the one that their browser was', async () => {
      const { outcomes } = together();

      await outcomes.shown('demo', 'before', given('for-you', 3), aNow, 'browser');
      await outcomes.shown('demo', 'after', given('for-you', 12), aNow, 'browser');

      expect(await customersOf(outcomes, 'for-you')).toBe(1);
    });

    it('have whoever is met on another surface or in another experiment there too', async () => {
      const { outcomes } = together();
      const elsewhere: ShownSlate = { ...given('for-you'), surface: 'product' };

      await outcomes.shown('demo', 'home', given('for-you'), aNow, 'ann');
      await outcomes.shown('demo', 'product', elsewhere, aNow, 'ann');

      expect(await customersOf(outcomes, 'for-you')).toBe(1);
      const there = await outcomes.totals('demo', 'product', { name: 'spring', kind: 'ab' });
      expect(there.get('for-you')?.customers).toBe(1);
    });

    it('keep counting a customer once after a reward came before the slate', async () => {
      const { outcomes } = together();

      await outcomes.happened('demo', 'request', clicked, aNow);
      await outcomes.shown('demo', 'request', given('popular'), aNow, 'ann');
      await outcomes.happened('demo', 'request', clicked, aNow);

      expect(await customersOf(outcomes, 'popular')).toBe(1);
    });
  });

  it('are the sum over slates, whichever come twice, when, in what order and beside what older rows', async () => {
    const aStep = fc.record({ slate: fc.nat(11), isEvent: fc.boolean() });
    const old = fc.record({ group: fc.nat(2), shown: fc.nat(50), isShared: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(aStep, { maxLength: 40 }), fc.array(old, { maxLength: 4 }), async (steps, before) => {
        const { outcomes, rows } = together();
        const spread = new Map(before.map((one) => [`${one.group} ${one.isShared}`, one]));
        for (const { group, shown, isShared } of spread.values()) {
          // Of before each group had a partition, or each partition its shards.
          const pk = `SHOP#demo#BANDIT#home#spring${isShared ? '' : `#${group}`}`;
          const row = { pk, sk: `ARM#for-you#${group}`, shown, rewarded: 0 };
          rows.set(JSON.stringify([pk, row.sk]), { ...row, weight: shown, rewardedWeight: 0, squaredWeight: shown });
        }
        for (const { slate: one, isEvent } of steps) {
          if (isEvent) await outcomes.happened('demo', `request-${one}`, clicked, aNow);
          else await outcomes.shown('demo', `request-${one}`, drawn('for-you', one % 3), aNow);
        }

        const shown = new Set(steps.filter(({ isEvent }) => !isEvent).map((step) => step.slate));
        const met = new Set(
          steps.filter(({ isEvent, slate: one }) => isEvent && shown.has(one)).map((step) => step.slate),
        );
        const earlier = [...spread.values()].reduce((sum, one) => sum + one.shown, 0);
        const total = (await outcomes.totals('demo', 'home', spring)).get('for-you');
        expect(total?.shown ?? 0).toBe(shown.size + earlier);
        expect(total?.rewarded ?? 0).toBe(met.size);
        expect(total?.weight ?? 0).toBe(2 * shown.size + earlier);
        for (const [group, counts] of total?.groups ?? []) {
          const older = [...spread.values()].filter((one) => one.group === group);
          const ours = [...shown].filter((one) => one % 3 === group).length;
          expect(counts.shown).toBe(ours + older.reduce((sum, one) => sum + one.shown, 0));
        }
      }),
      { numRuns: 60, seed: 7 },
    );
  });
});
