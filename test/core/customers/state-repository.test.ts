import { deflateRawSync } from 'node:zlib';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { joinStates, type OnlineState } from '../../../core/customers/online-state.ts';
import { readCustomerState } from '../../../core/customers/read-customer-state.ts';
import { stateOfBrowser, stateOfEvent } from '../../../core/customers/state-of-event.ts';
import { createStateRepository } from '../../../core/customers/state-repository.ts';
import { EventName } from '../../../core/events/contract.ts';
import { aLakeEvent } from '../../support/events.ts';
import { aMemoryTable } from '../../support/memory-table.ts';

const now = new Date('2026-11-01T12:00:00.000Z');
const many = Array.from({ length: 60 }, (_, index) => `customer-${index}`);
const cancelled = () => new TransactionCanceledException({ message: 'Transaction cancelled', $metadata: {} });

/** What an import tells of each of its customers. */
const news = (itemId: string): Map<string, OnlineState> =>
  new Map(
    many.map((customer) => [
      customer,
      stateOfEvent(aLakeEvent({ customer, items: [{ itemId, quantity: 1, price: 1 }] })),
    ]),
  );

function aRepository() {
  const { mock, client } = aMemoryTable('state');
  /** As it was written before names were kept. */
  const putOld = (pseudonym: string, { metAs: _notYet, ...old }: OnlineState) =>
    client.send(
      new PutCommand({
        TableName: 'state',
        Item: {
          pk: `SHOP#demo#STATE#${pseudonym}`,
          sk: 'STATE',
          content: deflateRawSync(JSON.stringify(old)),
          revision: 1,
        },
      }),
    );
  const states = createStateRepository(client, 'state');
  const calls = () => ({
    together: mock.commandCalls(TransactWriteCommand).length,
    alone: mock.commandCalls(PutCommand).length,
  });
  return { states, mock, calls, putOld };
}

describe('the states of many customers', () => {
  it('are written together', async () => {
    const { states, calls } = aRepository();

    await expect(states.join('demo', news('lamp'), now)).resolves.toEqual({ written: 60 });

    expect(calls()).toEqual({ together: 2, alone: 0 });
    expect((await states.get('demo', many)).size).toBe(60);
  });

  it('are read again and written together again when another import was faster', async () => {
    const { states, mock, calls } = aRepository();
    mock.on(TransactWriteCommand).rejectsOnce(cancelled());

    await states.join('demo', news('lamp'), now);

    expect(calls()).toEqual({ together: 3, alone: 0 });
    const [refused, , again] = mock.commandCalls(TransactWriteCommand).map(({ args }) => args[0].input.TransactItems);
    expect(again).toEqual(refused);
  });

  it('are left to themselves when that goes on', async () => {
    const { states, mock, calls } = aRepository();
    mock.on(TransactWriteCommand).rejects(cancelled());

    await states.join('demo', news('lamp'), now);

    expect(calls()).toEqual({ together: 6, alone: 60 });
    expect((await states.get('demo', many)).size).toBe(60);
  });
});

describe('what must be done before states are written', () => {
  it('is told what is known of them, by the one look that they are read with', async () => {
    const { states, mock } = aRepository();
    await states.join('demo', news('lamp'), now);
    mock.resetHistory();
    const known: string[] = [];

    await states.join('demo', news('rug'), now, async (held) => {
      known.push(...held.keys());
      expect(mock.commandCalls(TransactWriteCommand)).toHaveLength(0);
    });

    expect(known).toEqual(many);
    expect(mock.commandCalls(BatchGetCommand)).toHaveLength(1);
    expect(mock.commandCalls(TransactWriteCommand)).toHaveLength(2);
  });

  it('keeps them as they were where it fails', async () => {
    const { states } = aRepository();

    const refused = states.join('demo', news('lamp'), now, () => Promise.reject(new Error('the lake is away')));

    await expect(refused).rejects.toThrow('the lake is away');
    expect((await states.get('demo', many)).size).toBe(0);
  });
});

describe('a state that holds everything that is told', () => {
  const items = [{ itemId: 'lamp', quantity: 1, price: 1 }];
  const shopping = [
    aLakeEvent({ customer: 'ann', linked: 'browser', event: EventName.productViewed, messageId: 'm1', items }),
    aLakeEvent({
      customer: 'ann',
      linked: 'browser',
      event: EventName.recommendationDismissed,
      messageId: 'm2',
      items,
    }),
    aLakeEvent({ customer: 'ann', linked: 'browser', event: EventName.productAdded, messageId: 'm3', items }),
  ];
  const told = shopping.map(stateOfEvent).reduce(joinStates);

  it('is not written again when its events come again', async () => {
    const { states, calls } = aRepository();

    await expect(states.join('demo', new Map([['ann', told]]), now)).resolves.toEqual({ written: 1 });
    await expect(states.join('demo', new Map([['ann', told]]), now)).resolves.toEqual({ written: 0 });

    expect(calls()).toEqual({ together: 0, alone: 1 });
  });

  it('is written once a day where a browser’s events name its owner', async () => {
    const { states } = aRepository();
    const written = [];
    for (const event of shopping) {
      written.push(await states.join('demo', new Map([['browser', stateOfBrowser(event)]]), now));
    }

    expect(written).toEqual([{ written: 1 }, { written: 0 }, { written: 0 }]);
  });
});

describe('a customer who was known before the first name was kept', () => {
  const earlier = stateOfEvent(aLakeEvent({ customer: 'ann', timestamp: '2026-10-01T10:00:00.000Z' }));
  const signedIn = aLakeEvent({ type: 'identify', event: '', customer: 'ann', linked: 'browser', items: [] });
  const again = aLakeEvent({ customer: 'ann', linked: 'browser', timestamp: '2026-09-01T10:00:00.000Z' });

  it.each([
    ['viewed something', earlier],
    ['signed in', stateOfEvent(signedIn)],
  ])('keeps their own once they %s, whatever is told since', async (_what, old) => {
    const { states, putOld } = aRepository();
    const metAs = async () => (await readCustomerState('demo', { customer: 'ann', browser: 'browser' }, states)).metAs;
    await putOld('ann', old);

    expect(await metAs()).toBe('ann');
    await states.join('demo', new Map([['ann', joinStates(stateOfEvent(signedIn), stateOfEvent(again))]]), now);
    expect(await metAs()).toBe('ann');
  });

  it('is written no sooner for it', async () => {
    const { states, putOld } = aRepository();
    await putOld('ann', earlier);

    await expect(states.join('demo', new Map([['ann', { ...earlier, metAs: {} }]]), now)).resolves.toEqual({
      written: 0,
    });
  });
});
