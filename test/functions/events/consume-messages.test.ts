import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { CustomerRow } from '../../../core/customers/contract.ts';
import type { OnlineState } from '../../../core/customers/online-state.ts';
import { attributesOf, emptyState, joinStates } from '../../../core/customers/online-state.ts';
import { createStateRepository } from '../../../core/customers/state-repository.ts';
import type { EventsMessage } from '../../../core/events/contract.ts';
import type { SlateEvent } from '../../../core/experiments/count-outcome.ts';
import { openText } from '../../../core/platform/sealed-text.ts';
import { consumeMessages } from '../../../functions/events/consume-messages.ts';
import { aCollectedEvent, aPseudonymizer } from '../../support/events.ts';
import { aMemoryTable } from '../../support/memory-table.ts';
import { aQueueCall } from '../../support/queue-calls.ts';
import { aShop } from '../../support/shops.ts';

const key = Buffer.alloc(32, 3);

function aConsumption({ refuses = () => false }: { refuses?: (rows: readonly object[]) => boolean } = {}) {
  const outcomes: string[] = [];
  const lake: { area: string; shop: string; date: string; rows: readonly object[] }[] = [];
  const states = new Map<string, OnlineState>();
  return {
    outcomes,
    lake,
    states,
    ports: {
      shops: { get: async (shop: string) => aShop({ shop }) },
      pseudonyms: { of: async () => aPseudonymizer },
      secrets: { keyFor: async () => key },
      identities: { join: async () => undefined },
      pulse: { add: async () => undefined },
      outcomes: {
        happened: async (_shop: string, requestId: string, { depth }: SlateEvent) => {
          outcomes.push(`${requestId} ${depth}`);
        },
      },
      lake: {
        append: async (area: string, shop: string, date: string, rows: readonly object[]) => {
          if (refuses(rows)) throw new Error('the lake is away');
          lake.push({ area, shop, date, rows });
        },
      },
      states: {
        join: async (
          _shop: string,
          news: ReadonlyMap<string, OnlineState>,
          _now: Date,
          beforeWriting?: (known: ReadonlyMap<string, OnlineState>) => Promise<void>,
        ) => {
          await beforeWriting?.(new Map([...states].filter(([one]) => news.has(one))));
          for (const [one, state] of news) states.set(one, joinStates(states.get(one) ?? emptyState, state));
          return { written: news.size };
        },
      },
    },
  };
}

const messagesOf = (...batches: { shop?: string; events: unknown[] }[]) =>
  batches.map(({ shop = 'demo', events }, index) => ({
    messageId: `message-${index}`,
    sentAt: new Date(),
    body: { kind: 'events', shop, receivedAt: '2026-11-01T10:00:01.000Z', events } satisfies EventsMessage,
  }));

const rowsIn = (lake: readonly { area: string; rows: readonly object[] }[], area: string) =>
  lake.filter((object) => object.area === area).flatMap(({ rows }) => rows);

describe('consumeMessages', () => {
  it('writes an event once that stands in the delivery twice', async () => {
    const { lake, ports } = aConsumption();
    const event = aCollectedEvent();

    await consumeMessages(messagesOf({ events: [event, event] }, { events: [event] }), ports, aQueueCall());

    expect(rowsIn(lake, 'events')).toHaveLength(1);
  });

  it('tells outcomes of what a slate led to, and of nothing else', async () => {
    const { outcomes, ports } = aConsumption();
    const clicked = aCollectedEvent({ event: 'Product Clicked', requestId: 'slate-1' });

    await consumeMessages(messagesOf({ events: [clicked, aCollectedEvent({ messageId: 'm2' })] }), ports, aQueueCall());

    expect(outcomes).toEqual(['slate-1 1']);
  });

  it('ends in the same state when everything is delivered again', async () => {
    const { states, ports } = aConsumption();
    const messages = messagesOf({ events: [aCollectedEvent({ event: 'Product Added' }), aCollectedEvent()] });
    await consumeMessages(messages, ports, aQueueCall());
    const once = structuredClone([...states]);

    await consumeMessages(messages, ports, aQueueCall());

    expect([...states]).toEqual(once);
  });

  it('writes one object a delivery, however many days its events tell of, each under its own time', async () => {
    const { lake, ports } = aConsumption();
    const events = [aCollectedEvent(), aCollectedEvent({ timestamp: '2026-09-30T23:00:00.000Z' })];

    await consumeMessages(messagesOf({ events }), ports, aQueueCall());

    expect(lake.map(({ date }) => date)).toEqual(['2026-11-01']);
    expect(rowsIn(lake, 'events')).toContainEqual(expect.objectContaining({ timestamp: '2026-09-30T23:00:00.000Z' }));
  });

  it('writes what a message’s reader did beside the events of the tracking, and projects nothing of it', async () => {
    const { lake, states, ports } = aConsumption();
    const rows = [{ messageId: 'win-back.1.click', event: 'Email Link Clicked' }];
    const body: EventsMessage = { kind: 'outcomes', shop: 'demo', receivedAt: '2026-11-01T00:00:00.000Z', rows };

    expect(await consumeMessages([{ messageId: 'm', body, sentAt: new Date(0) }], ports, aQueueCall())).toEqual([]);

    expect(rowsIn(lake, 'events')).toEqual(rows);
    expect([...states]).toEqual([]);
  });

  it('keeps what a shop says of customers in the lake and in their states, whatever comes twice or late', async () => {
    const row = (attributes: Record<string, string>, day: number) => ({
      ...{ shop: 'demo', customer: 'c1', attributes },
      updatedAt: `2026-11-0${day}T00:00:00.000Z`,
    });
    const rows = [row({ country: 'DE', tier: 'new' }, 1), row({ tier: 'gold' }, 2)];
    const deliver = async (batches: object[][]) => {
      const { lake, states, ports } = aConsumption();
      const messages = batches.map((some, index) => ({
        messageId: `m${index}`,
        sentAt: new Date(0),
        body: { kind: 'customers', shop: 'demo', receivedAt: '2026-11-03T00:00:00.000Z', rows: some } as const,
      }));
      for (const message of messages) await consumeMessages([message], ports, aQueueCall());
      return { said: attributesOf(states.get('c1') ?? emptyState), stored: rowsIn(lake, 'customers').length };
    };

    const inOrder = await deliver([rows]);
    const backwards = await deliver([[...rows].reverse().slice(0, 1), rows, [{ customer: 'c1' }]]);

    expect(inOrder).toEqual({ said: { country: 'DE', tier: 'gold' }, stored: 2 });
    expect(backwards.said).toEqual(inOrder.said);
  });

  it('learns country and language from who signs in, and from no robot, address, moment or other call', async () => {
    const { lake, states, ports } = aConsumption();
    const traits = { country: 'DE', language: 'de', email: 'ann@example.com', createdAt: '2019-03-04T11:22:33.123Z' };
    const signsIn = aCollectedEvent({ type: 'identify', userId: 'ann', traits });
    const others = [
      { ...signsIn, messageId: 'm-robot', userId: 'bot', isBot: true },
      aCollectedEvent({ messageId: 'm-track', userId: 'bob', traits }),
      { ...signsIn, messageId: 'm-nobody', userId: undefined, anonymousId: 'b' },
    ];

    await consumeMessages(messagesOf({ events: [signsIn, ...others, signsIn] }), ports, aQueueCall());

    const rows = rowsIn(lake, 'customers').map((row) => CustomerRow.parse(row));
    expect(rows.map(({ attributes }) => attributes)).toEqual([{ country: 'DE', language: 'de' }]);
    const said = [...states.values()].map(attributesOf).filter(({ country }) => country !== undefined);
    expect(said).toEqual([{ country: 'DE', language: 'de' }]);
  });

  describe('what somebody says of themselves with identify', () => {
    const says = (messageId: string, timestamp: string, traits: object) =>
      aCollectedEvent({ type: 'identify', userId: 'ann', messageId, timestamp, traits: { ...traits } });
    const at = (second: number, day = 1) => `2026-11-0${day}T10:00:0${second}.000Z`;
    const written = (lake: Parameters<typeof rowsIn>[0]) =>
      rowsIn(lake, 'customers')
        .map((row) => CustomerRow.parse(row))
        .map(({ attributes }) => attributes);
    /** As readers of the lake see it. */
    const lastSaid = (lake: Parameters<typeof rowsIn>[0], name: string) =>
      rowsIn(lake, 'customers')
        .map((row) => CustomerRow.parse(row))
        .filter(({ attributes }) => attributes[name] !== undefined)
        .map(({ attributes, updatedAt }) => `${updatedAt} ${attributes[name]}`)
        .sort()
        .at(-1)
        ?.split(' ')[1];

    it('is in the lake once a day while it stays the same, and at once where it changes', async () => {
      const { lake, ports } = aConsumption();
      const deliver = (...events: object[]) => consumeMessages(messagesOf({ events }), ports, aQueueCall());

      await deliver(says('m1', at(1), { country: 'DE', language: 'de' }), says('m2', at(2), { country: 'DE' }));
      await deliver(says('m3', at(3), { country: 'DE', language: 'de' }));
      await deliver(says('m4', at(4), { country: 'DE', language: 'en' }));
      await deliver(says('m5', at(1, 2), { country: 'DE' }));

      expect(written(lake)).toEqual([{ country: 'DE', language: 'de' }, { language: 'en' }, { country: 'DE' }]);
    });

    it('is written when it is delivered again, where the lake was away', async () => {
      let isAway = true;
      const { lake, ports } = aConsumption({ refuses: (rows) => isAway && JSON.stringify(rows).includes('"country"') });
      const messages = messagesOf({ events: [says('m1', at(1), { country: 'DE' })] });

      await expect(consumeMessages(messages, ports, aQueueCall())).resolves.toEqual(['message-0']);
      isAway = false;
      await expect(consumeMessages(messages, ports, aQueueCall())).resolves.toEqual([]);

      expect(written(lake)).toEqual([{ country: 'DE' }]);
    });

    it('reads in the lake as it does in the state, whatever comes late, twice or together', async () => {
      const anEvent = fc.record({
        ...{ second: fc.nat(6), day: fc.integer({ min: 1, max: 3 }) },
        ...{ country: fc.constantFrom('DE', 'FR', 'NL'), language: fc.constantFrom('de', 'fr') },
      });
      const anyDeliveries = fc.array(fc.array(anEvent, { minLength: 1, maxLength: 3 }), { maxLength: 8 });
      await fc.assert(
        fc.asyncProperty(anyDeliveries, async (deliveries) => {
          const { lake, states, ports } = aConsumption();
          for (const delivery of deliveries) {
            const events = delivery.map(({ second, day, ...traits }) =>
              says(`${day} ${second} ${JSON.stringify(traits)}`, at(second, day), traits),
            );
            await consumeMessages(messagesOf({ events }), ports, aQueueCall());
          }

          const known = [...states.values()].map(attributesOf).find(({ country }) => country !== undefined) ?? {};
          for (const name of ['country', 'language']) expect(lastSaid(lake, name)).toBe(known[name]);
        }),
        { numRuns: 100, seed: 7 },
      );
    });
  });

  describe('two deliveries at once', () => {
    it('leave in the lake what they leave in the state, by one look at it each and another where they meet', async () => {
      const { mock, client } = aMemoryTable('state');
      const states = createStateRepository(client, 'state');
      const { lake, ports } = aConsumption();
      const deliver = (second: number, country: string) => {
        const timestamp = `2026-11-01T10:00:0${second}.000Z`;
        const event = aCollectedEvent({
          type: 'identify',
          userId: 'ann',
          messageId: country,
          timestamp,
          traits: { country },
        });
        return consumeMessages(messagesOf({ events: [event] }), { ...ports, states }, aQueueCall());
      };
      await deliver(1, 'DE');
      const looks = () => mock.commandCalls(BatchGetCommand).length;
      expect(looks()).toBe(1);

      await expect(Promise.all([deliver(3, 'NL'), deliver(2, 'FR')])).resolves.toEqual([[], []]);

      const rows = rowsIn(lake, 'customers').map((row) => CustomerRow.parse(row));
      const [customer = ''] = rows.map((row) => row.customer);
      const state = (await states.get('demo', [customer])).get(customer) ?? emptyState;
      expect(rows.map(({ attributes }) => attributes.country).sort()).toEqual(['DE', 'FR', 'NL']);
      expect(attributesOf(state)).toEqual({ country: 'NL' });
      // One of the two was faster; the last look is this test's.
      expect(looks()).toBe(1 + 2 + 1 + 1);
    });
  });

  it('puts a poisoned event aside, sealed, and takes its neighbours', async () => {
    const { lake, ports } = aConsumption();
    const poisoned = { userId: 'ann@example.com', type: 'dance' };
    const call = aQueueCall();

    const failed = await consumeMessages(
      messagesOf({ events: [poisoned, aCollectedEvent(), null, aCollectedEvent({ userId: undefined })] }),
      ports,
      call,
    );

    expect(failed).toEqual([]);
    expect(rowsIn(lake, 'events')).toHaveLength(1);
    expect(call.counts).toMatchObject({ EventQuarantined: 3 });
    const [row] = rowsIn(lake, 'quarantine');
    expect(JSON.stringify(row)).not.toContain('ann@example.com');
    expect(openText(key, String(Reflect.get(row ?? {}, 'sealed')), 'demo')).toBe(JSON.stringify(poisoned));
  });

  it('has only the message delivered again that fails by itself', async () => {
    const poison = aCollectedEvent({ query: 'poison' });
    const { lake, ports } = aConsumption({ refuses: (rows) => JSON.stringify(rows).includes('"poison"') });

    const failed = await consumeMessages(
      messagesOf({ events: [aCollectedEvent()] }, { events: [poison] }, { events: [aCollectedEvent()] }),
      ports,
      aQueueCall(),
    );

    expect(failed).toEqual(['message-1']);
    expect(rowsIn(lake, 'events')).toHaveLength(2);
  });

  it('lets one shop fail without the others', async () => {
    const { lake, ports } = aConsumption({ refuses: (rows) => JSON.stringify(rows).includes('"shop":"broken"') });

    const failed = await consumeMessages(
      messagesOf({ shop: 'broken', events: [aCollectedEvent()] }, { events: [aCollectedEvent()] }),
      ports,
      aQueueCall(),
    );

    expect(failed).toEqual(['message-0']);
    expect(lake.map(({ shop }) => shop)).toEqual(['demo']);
  });

  it('logs no identifier when a delivery fails', async () => {
    const { ports } = aConsumption({ refuses: () => true });
    const call = aQueueCall();

    await consumeMessages(messagesOf({ events: [aCollectedEvent({ userId: 'ann@example.com' })] }), ports, call);

    expect(JSON.stringify(call.facts)).not.toContain('ann@example.com');
  });
});
