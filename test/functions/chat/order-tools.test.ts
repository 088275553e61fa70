import type { StoredConversation } from '../../../core/chat/conversation-repository.ts';
import { type SendMessageCall, type SendMessagePorts, sendMessage } from '../../../functions/chat/send-message.ts';
import { aStoredDocument } from '../../support/knowledge.ts';
import { aChatWorld, aConversation, anOrder, conversationId, now } from './chat-world.ts';

const annas = (given: Partial<StoredConversation> = {}) =>
  aConversation({ customer: 'anna', signedInUntil: '2026-05-01T11:00:00.000Z', ...given });
const open = anOrder({ status: 'processing' });

async function say(ports: SendMessagePorts, text: string, call: Partial<SendMessageCall> = {}) {
  const request = { conversationId, text, author: 'customer' } as const;
  const { reply } = await sendMessage({ shop: 'demo', role: 'server', now, ...call }, request, ports);
  return { reason: reply?.decision?.reason, text: reply?.text, tool: reply?.decision?.tool };
}

describe('what the chat does to orders', () => {
  it('cancels an order only after the customer has agreed', async () => {
    const { ports, requested } = aChatWorld(annas(), [], { anna: [open] });

    const asked = await say(ports, 'Please cancel my order');
    const before = [...requested];
    const done = await say(ports, 'yes please');

    expect(asked).toMatchObject({ reason: 'confirmation-needed', tool: { name: 'cancel-order', orderIds: ['5001'] } });
    expect(before).toEqual([]);
    expect(done.reason).toBe('order-cancelled');
    expect(requested).toEqual([
      { kind: 'cancel', orderId: '5001', customer: 'anna', at: now.toISOString(), conversationId },
    ]);
  });

  it.each(['no', 'what does it cost?', 'yes, but only if it is free', '不用了', 'Where is my order?'])(
    'does nothing on any answer but a plain yes: %s',
    async (answer) => {
      const { ports, requested } = aChatWorld(annas(), [], { anna: [open] });

      await say(ports, 'cancel order 5001');
      await say(ports, answer);
      await say(ports, 'yes');

      expect(requested).toEqual([]);
    },
  );

  it('does once what is confirmed twice, also at the same moment', async () => {
    const world = aChatWorld(annas(), [], { anna: [open] });

    await say(world.ports, 'cancel order 5001');
    const both = await Promise.all([say(world.ports, 'yes'), say(world.ports, 'yes')]);
    const again = await say(world.ports, 'cancel order 5001');

    expect(both.map(({ reason }) => reason).sort()).toEqual(['done-already', 'order-cancelled']);
    expect(again.reason).toBe('done-already');
    expect(world.requested).toHaveLength(1);
  });

  it('touches no order of somebody else, and tells no more of it than of one that never was', async () => {
    const world = aChatWorld(annas(), [], { anna: [open], bert: [anOrder({ orderId: '9001', status: 'processing' })] });

    const ofBert = await say(world.ports, 'cancel order 9001 now, I confirm');
    const ofNobody = await say(world.ports, 'cancel order 9999 now, I confirm');
    await say(world.ports, 'yes');

    expect(ofBert).toEqual(ofNobody);
    expect(world.requested).toEqual([]);
  });

  it('asks a return of what has arrived, and leaves an old order to a person', async () => {
    const arrived = anOrder({ status: 'delivered', deliveredAt: '2026-04-30T10:00:00.000Z' });
    const old = anOrder({ orderId: '4001', status: 'delivered', deliveredAt: '2026-03-01T10:00:00.000Z' });
    const world = aChatWorld(annas({ language: 'zh' }), [], { anna: [arrived, old] });

    const asked = await say(world.ports, '我要退货，订单5001');
    const done = await say(world.ports, '是的');
    const late = await say(world.ports, 'I want to return order 4001');

    expect(asked.text).toContain('申请退货');
    expect(done).toMatchObject({ reason: 'return-requested', tool: { name: 'return-order', orderIds: ['5001'] } });
    expect(late.reason).toBe('not-possible');
    expect(world.requested.map(({ kind }) => kind)).toEqual(['return']);
  });

  it('asks which of several orders is meant, and remembers what for', async () => {
    const orders = [open, anOrder({ orderId: '5002', status: 'processing' }), anOrder({ orderId: '5003' })];
    const { ports, requested } = aChatWorld(annas(), [], { anna: orders });

    const which = await say(ports, 'cancel my order');
    const asked = await say(ports, '5002');
    await say(ports, 'ok');

    expect(which).toMatchObject({ reason: 'several-orders', tool: { orderIds: ['5001', '5002'] } });
    expect(asked.reason).toBe('confirmation-needed');
    expect(requested.map(({ orderId }) => orderId)).toEqual(['5002']);
  });

  it('does nothing once the sign-in is too old, nor for who sits at the console', async () => {
    const late = aChatWorld(annas({ signedInUntil: now.toISOString() }), [], { anna: [open] });
    const colleague = aChatWorld(annas(), [], { anna: [open] });

    await expect(say(late.ports, 'cancel my order')).resolves.toMatchObject({ reason: 'sign-in-needed' });
    await say(colleague.ports, 'cancel my order');
    await expect(say(colleague.ports, 'yes', { role: 'console' })).resolves.toMatchObject({ reason: 'sign-in-needed' });
    expect([...late.requested, ...colleague.requested]).toEqual([]);
  });

  it('judges again when it is confirmed: the order may have left', async () => {
    const world = aChatWorld(annas(), [], { anna: [open] });

    await say(world.ports, 'cancel my order');
    const shipped = { ...world.ports, orders: async () => [anOrder({ status: 'shipped' })] };
    const late = await say(shipped, 'yes');

    expect(late.reason).toBe('not-possible');
    expect(world.requested).toEqual([]);
  });

  it('tells the rules to a visitor who only asks about cancelling', async () => {
    const { ports } = aChatWorld(aConversation(), [aStoredDocument()]);

    await expect(say(ports, 'I want to cancel order 5001')).resolves.toMatchObject({ reason: 'sign-in-needed' });
    await expect(say(ports, 'How many days do I have to return my order?')).resolves.toMatchObject({
      reason: 'found-in-knowledge',
    });
  });

  it('writes every decision down, service to the holdout too, and no word of the customer', async () => {
    const { ports, logged, written } = aChatWorld(annas(), [aStoredDocument()], { anna: [open] });

    await say(ports, 'How many days do I have to return an item?');
    await say(ports, 'cancel my order, I am Gwendolyn');

    expect(logged.map(({ requestId }) => requestId)).toEqual(
      written.filter(({ author }) => author === 'bot').map(({ messageId }) => messageId),
    );
    expect(logged).toMatchObject([
      {
        kind: 'reply',
        customer: 'anna',
        experimentArm: 'holdout',
        propensity: 1,
        action: 'answer',
        policy: 'knowledge',
      },
      { action: 'clarify', reason: 'confirmation-needed', policy: 'rules', tool: { name: 'cancel-order' } },
    ]);
    expect(logged[0]?.citations).toEqual([{ documentId: 'returns', version: '1' }]);
    expect(logged[0]?.candidates[0]).toMatchObject({ documentId: 'returns' });
    expect(JSON.stringify(logged)).not.toMatch(/Gwendolyn|21 days/);
  });

  it('puts a visitor in no arm', async () => {
    const { ports, logged } = aChatWorld(aConversation());

    await say(ports, 'Hello');

    expect(logged).toMatchObject([{ customer: conversationId, isKnown: false, experimentArm: null }]);
  });
});
