import * as z from 'zod';
import { queueHandler } from '../../../core/platform/queue-handler.ts';
import { stepHandler } from '../../../core/platform/step-handler.ts';
import { aContext, aQueueEvent, linesWritten } from '../../support/invocations.ts';

const Order = z.object({ orderId: z.string() });

describe('queueHandler', () => {
  const lines = linesWritten();

  it('hands over what can be read, and has only the rest delivered again', async () => {
    const seen: string[] = [];
    const consume = queueHandler({ message: Order }, async (messages) => {
      seen.push(...messages.map(({ body }) => body.orderId));
      return messages.filter(({ body }) => body.orderId === 'bad').map(({ messageId }) => messageId);
    });

    const answer = await consume(
      aQueueEvent([{ orderId: 'good' }, '{"orderId":', { orderId: 7 }, { orderId: 'bad' }]),
      aContext(),
    );

    expect(seen).toEqual(['good', 'bad']);
    expect(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual([
      'message-1',
      'message-2',
      'message-3',
    ]);
    expect(lines()).toMatchObject([{ level: 'WARN', messages: 4, failed: 3, MessageUnreadable: 2 }]);
  });

  it('fails whole, and says so in the log, when the consumer throws', async () => {
    const consume = queueHandler({ message: Order }, async () => {
      throw new TypeError('a bug');
    });

    await expect(consume(aQueueEvent([{ orderId: 'a' }]), aContext())).rejects.toThrow('a bug');
    expect(lines()).toMatchObject([{ level: 'ERROR', error: 'TypeError' }]);
  });
});

describe('stepHandler', () => {
  const lines = linesWritten();
  const step = stepHandler({ input: Order, output: z.object({ isDone: z.boolean() }) }, async ({ orderId }) => {
    if (orderId === 'late') throw Object.assign(new Error('not yet'), { name: 'NotYetError' });
    return { isDone: true, secret: 'stays here' };
  });

  it('answers what its contract names and nothing more', async () => {
    await expect(step({ orderId: 'a' }, aContext())).resolves.toEqual({ isDone: true });
  });

  it('keeps the name of an error, by which a workflow retries', async () => {
    await expect(step({ orderId: 'late' }, aContext())).rejects.toMatchObject({ name: 'NotYetError' });
    expect(lines()).toMatchObject([{ level: 'ERROR', error: 'NotYetError' }]);
  });

  it('refuses an input that is not its own', async () => {
    await expect(step({ orderId: 1 }, aContext())).rejects.toMatchObject({ name: 'ZodError' });
  });
});
