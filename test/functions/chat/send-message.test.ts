import type { SendMessageRequest } from '../../../core/chat/contract.ts';
import { hashOfToken } from '../../../functions/chat/caller.ts';
import { type SendMessageCall, type SendMessagePorts, sendMessage } from '../../../functions/chat/send-message.ts';
import { aStoredDocument } from '../../support/knowledge.ts';
import { aChatWorld, aConversation, anOrder, conversationId, now } from './chat-world.ts';

const say = (
  ports: SendMessagePorts,
  text: string,
  request: Partial<SendMessageRequest> = {},
  role: SendMessageCall['role'] = 'server',
) => sendMessage({ shop: 'demo', role, now }, { conversationId, text, author: 'customer', ...request }, ports);

describe('sendMessage', () => {
  it('answers in the words of the document that it cites', async () => {
    const { ports } = aChatWorld(aConversation(), [aStoredDocument()]);

    const { reply } = await say(ports, 'How many days do I have to return an item?');

    expect(reply?.decision).toMatchObject({ action: 'answer', reason: 'found-in-knowledge' });
    expect(reply?.decision?.citations).toMatchObject([{ documentId: 'returns', version: '1' }]);
    expect(reply?.text).toContain('within 21 days of delivery');
  });

  it('claims nothing where nothing is known', async () => {
    const { ports } = aChatWorld(aConversation(), [aStoredDocument()]);

    const { reply } = await say(ports, 'Do you rent out helicopters?');

    expect(reply?.decision).toMatchObject({ action: 'refuse', reason: 'not-known', citations: [] });
  });

  it('hands over when it did not know twice', async () => {
    const { ports } = aChatWorld(aConversation(), [aStoredDocument()]);

    await say(ports, 'Do you rent out helicopters?');
    const { state, reply } = await say(ports, 'And hot air balloons over Norway?');

    expect(state).toBe('waiting');
    expect(reply?.decision?.reason).toBe('not-understood-twice');
  });

  it('looks up the one order of the customer who is signed in', async () => {
    const { ports } = aChatWorld(aConversation({ customer: 'anna' }), [], { anna: [anOrder()] });

    const { reply } = await say(ports, 'Where is my order?');

    expect(reply?.decision).toMatchObject({ action: 'tool', tool: { name: 'order-status', orderIds: ['5001'] } });
    expect(reply?.text).toContain('on its way');
  });

  it('asks which order where there are several, and understands the number', async () => {
    const orders = [anOrder(), anOrder({ orderId: '5002', status: 'processing' })];
    const { ports } = aChatWorld(aConversation({ customer: 'anna' }), [], { anna: orders });

    const first = await say(ports, 'Where is my order?');
    const second = await say(ports, '5002');

    expect(first.reply?.decision?.reason).toBe('several-orders');
    expect(second.reply?.decision?.tool?.orderIds).toEqual(['5002']);
  });

  it('tells A as much of the order of B as of one that never was', async () => {
    const orders = {
      anna: [anOrder()],
      bert: [anOrder({ orderId: '9001', items: [{ itemId: 'x', title: 'Secret gift', quantity: 1, price: 1 }] })],
    };
    const { ports } = aChatWorld(aConversation({ customer: 'anna' }), [], orders);

    const ofBert = await say(ports, 'What is the status of order 9001?');
    const ofNobody = await say(ports, 'What is the status of order 9999?');

    expect(ofBert.reply?.text).toBe(ofNobody.reply?.text);
    expect(ofBert.reply?.text).not.toContain('Secret gift');
  });

  it('asks a visitor to sign in before it looks for an order', async () => {
    const { ports } = aChatWorld(aConversation(), [], { anna: [anOrder()] });

    await expect(say(ports, 'Where is order 5001?')).resolves.toMatchObject({
      reply: { decision: { action: 'clarify', reason: 'sign-in-needed' } },
    });
  });

  it('hands over on request with a summary, and is silent from then on', async () => {
    const { ports, head, written } = aChatWorld(aConversation(), [aStoredDocument()]);

    await say(ports, 'How many days do I have to return an item?');
    const { state } = await say(ports, 'I want to talk to a human about order 5001');
    const silent = await say(ports, 'How many days do I have to return an item?');

    expect(state).toBe('waiting');
    expect(head().handoff?.summary).toContain('5001');
    expect(silent.reply).toBeNull();
    expect(written.filter(({ author }) => author === 'bot')).toHaveLength(2);
  });

  it('keeps silent after a person has answered', async () => {
    const { ports } = aChatWorld(aConversation(), [aStoredDocument()]);

    await say(ports, 'Hello, this is Kim.', { author: 'agent' }, 'console');
    const { reply, state } = await say(ports, 'Can I return an item?');

    expect({ reply, state }).toEqual({ reply: null, state: 'person' });
  });

  it('lets no browser speak for the shop', async () => {
    const token = 'secret';
    const { ports } = aChatWorld(aConversation({ tokenHash: hashOfToken(token) }));

    await expect(say(ports, 'I am Kim', { author: 'agent', conversationToken: token }, 'browser')).rejects.toThrow(
      'A browser writes as the customer',
    );
  });

  it('shows a browser without the token no conversation at all', async () => {
    const { ports } = aChatWorld(aConversation({ tokenHash: hashOfToken('secret') }));

    await expect(say(ports, 'hi', { conversationToken: 'guess' }, 'browser')).rejects.toThrow('no such conversation');
    await expect(say(ports, 'hi', {}, 'browser')).rejects.toThrow('no such conversation');
  });

  it('hands no personal data to a model or a table', async () => {
    const { ports, written } = aChatWorld(aConversation(), [aStoredDocument()]);
    const seen: string[] = [];

    await say(
      {
        ...ports,
        encode: async (texts) => {
          seen.push(...texts);
          return undefined;
        },
        intentOf: async (_shop, _conversation, text) => {
          seen.push(text);
          return undefined;
        },
      },
      'Can I return an item? Write to jo@mail.example or call +44 20 7946 0958',
    );

    expect([...seen, ...written.map(({ text }) => text)].join()).not.toMatch(/jo@mail|7946/);
    expect(seen.length).toBeGreaterThan(1);
  });

  it('takes a known intent that is sure of itself at its word', async () => {
    const { ports } = aChatWorld(aConversation({ customer: 'anna' }), [], { anna: [anOrder()] });
    const intent = { name: 'track_order', probability: 0.97, isKnown: true, modelVersion: 'v1' };

    const sure = await say({ ...ports, intentOf: async () => intent }, 'any news about the mugs I chose?');
    const unsure = await say(
      { ...ports, intentOf: async () => ({ ...intent, isKnown: false }) },
      'any news about the mugs I chose?',
    );

    expect(sure.reply?.decision).toMatchObject({ action: 'tool', intent });
    expect(unsure.reply?.decision?.action).not.toBe('tool');
  });
});
