import type { CollectedEvent } from '../../../core/events/contract.ts';
import { ValidationError } from '../../../core/platform/errors.ts';
import { collectEvents } from '../../../functions/events/collect-events.ts';

const aCall = {
  type: 'track',
  event: 'Product Viewed',
  userId: 'ann',
  properties: { product_id: 'lamp', colour: 'red' },
};

function collecting() {
  const sent: CollectedEvent[] = [];
  const counts: Record<string, number> = {};
  const record = {
    fact: () => undefined,
    took: () => undefined,
    count: (metric: string, by = 1) => {
      counts[metric] = (counts[metric] ?? 0) + by;
    },
  };
  const queue = {
    send: async (_shop: string, _at: Date, events: readonly CollectedEvent[]) => {
      sent.push(...events);
    },
  };
  const collect = (body: Record<string, unknown>, resource: string) =>
    collectEvents(body, { shop: 'demo', resource, now: new Date('2026-11-01T10:00:00Z'), record }, queue);
  return { sent, counts, collect };
}

const refusalOf = async (answer: Promise<unknown>) => {
  const error = await answer.catch((thrown: unknown) => thrown);
  if (!(error instanceof ValidationError)) throw new Error('it was not refused');
  return error;
};

describe('collectEvents', () => {
  it('takes the type of a single call from its route, whatever the body says', async () => {
    const { sent, collect } = collecting();

    await collect({ ...aCall, type: 'identify' }, '/track');

    expect(sent).toMatchObject([{ type: 'track', event: 'Product Viewed' }]);
  });

  it('keeps the good events of a batch and names the bad ones', async () => {
    const { sent, counts, collect } = collecting();

    const receipt = await collect({ batch: [aCall, { type: 'track', userId: 'ann' }, null, aCall] }, '/batch');

    expect(receipt).toMatchObject({ success: true, accepted: 2 });
    expect(receipt.rejected.map(({ index, errors }) => [index, errors[0]?.pointer])).toEqual([
      [1, '#/batch/1/event'],
      [2, '#/batch/2'],
    ]);
    expect(sent).toHaveLength(2);
    expect(counts).toMatchObject({ EventAccepted: 2, EventRejected: 2, FieldDropped: 2 });
  });

  it('refuses a request without any good event, and queues nothing', async () => {
    const { sent, collect } = collecting();

    const refusal = await refusalOf(collect({ event: 'Product Viewed' }, '/track'));

    expect(refusal.errors).toMatchObject([{ pointer: '#/userId' }]);
    expect(sent).toEqual([]);
  });

  it('refuses an event of more than 32 KB and keeps its neighbours', async () => {
    const { collect } = collecting();
    const heavy = { ...aCall, properties: { note: 'x'.repeat(33_000) } };

    const receipt = await collect({ batch: [heavy, aCall] }, '/batch');

    expect(receipt).toMatchObject({ accepted: 1, rejected: [{ index: 0, errors: [{ pointer: '#/batch/0' }] }] });
  });

  it('refuses a batch of more than a thousand events whole', async () => {
    const { collect } = collecting();

    const refusal = await refusalOf(collect({ batch: Array.from({ length: 1_001 }, () => aCall) }, '/batch'));

    expect(refusal.errors).toMatchObject([{ pointer: '#/batch' }]);
  });

  it('lets the context of a batch stand for calls that bring none', async () => {
    const { sent, collect } = collecting();

    await collect({ batch: [aCall, { ...aCall, context: {} }], context: { locale: 'de-AT' } }, '/batch');

    expect(sent.map(({ country }) => country)).toEqual(['AT', undefined]);
  });

  it('acknowledges nothing that the queue did not take', async () => {
    const { collect } = collecting();
    const broken = { send: () => Promise.reject(new Error('SQS is away')) };
    const record = { fact: () => undefined, took: () => undefined, count: () => undefined };

    await expect(
      collectEvents(aCall, { shop: 'demo', resource: '/track', now: new Date(), record }, broken),
    ).rejects.toThrow('SQS is away');
    await expect(collect(aCall, '/track')).resolves.toMatchObject({ accepted: 1 });
  });
});
