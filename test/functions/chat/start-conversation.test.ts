import { StartConversationRequest } from '../../../core/chat/contract.ts';
import type { StoredConversation } from '../../../core/chat/conversation-repository.ts';
import { signCustomerToken } from '../../../core/chat/customer-token.ts';
import { startConversation } from '../../../functions/chat/start-conversation.ts';
import { now } from './chat-world.ts';

const key = Buffer.alloc(32, 7);

function start(role: 'server' | 'browser', request: unknown) {
  const started: StoredConversation[] = [];
  const answer = startConversation(
    { shop: 'demo', role },
    StartConversationRequest.parse(request),
    {
      conversations: {
        start: async (_shop, conversation) => {
          started.push(conversation);
        },
        append: async (_shop, before, _added, change) => ({ ...before, ...change }),
      },
      tokenKey: async () => key,
      pseudonyms: async () => ({ pseudonymOf: (_kind, id) => `pseudonym of ${id}` }),
    },
    now,
  );
  return { answer, started };
}

describe('startConversation', () => {
  it('knows the customer whom a token names, by pseudonym alone', async () => {
    const { answer, started } = start('browser', { customerToken: signCustomerToken(key, 'demo', 'anna', now) });
    await answer;

    expect(started[0]?.customer).toBe('pseudonym of anna');
  });

  it('refuses a token of another shop', async () => {
    const token = signCustomerToken(key, 'other', 'anna', now);

    await expect(start('browser', { customerToken: token }).answer).rejects.toThrow('does not hold');
  });

  it('takes a customerId from a server and from nobody else', async () => {
    await expect(start('browser', { customerId: 'anna' }).answer).rejects.toThrow('customerToken');
    await expect(start('server', { customerId: 'anna' }).answer).resolves.toMatchObject({ state: 'bot' });
  });

  it('lets a visitor choose a person first', async () => {
    await expect(start('browser', { wantsPerson: true }).answer).resolves.toMatchObject({ state: 'waiting' });
  });

  it('keeps only the hash of the conversation’s token', async () => {
    const { answer, started } = start('browser', {});
    const { conversationToken } = await answer;

    expect(JSON.stringify(started)).not.toContain(conversationToken);
  });
});
