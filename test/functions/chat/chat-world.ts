import type { ChatMessage } from '../../../core/chat/contract.ts';
import type { StoredConversation } from '../../../core/chat/conversation-repository.ts';
import type { ReplyDecision } from '../../../core/decisions/contract.ts';
import type { KnowledgeDocument } from '../../../core/knowledge/contract.ts';
import { buildIndex } from '../../../core/knowledge/knowledge-index.ts';
import type { Order, OrderRequest } from '../../../core/orders/contract.ts';
import type { SendMessagePorts } from '../../../functions/chat/send-message.ts';

export const conversationId = '01J00000000000000000000000';
export const now = new Date('2026-05-01T10:00:00.000Z');

export const aConversation = (given: Partial<StoredConversation> = {}): StoredConversation => ({
  conversationId,
  language: 'en',
  state: 'bot',
  startedAt: now.toISOString(),
  updatedAt: now.toISOString(),
  messages: 0,
  preview: '',
  tokenHash: 'none',
  ...given,
});

export const anOrder = (given: Partial<Order> = {}): Order => ({
  orderId: '5001',
  status: 'shipped',
  placedAt: '2026-04-28T10:00:00.000Z',
  items: [{ itemId: 'i1', title: 'Blue mug', quantity: 2, price: 900 }],
  total: 1_800,
  currency: 'EUR',
  updatedAt: '2026-04-29T10:00:00.000Z',
  ...given,
});

/** One conversation in a small shop; `written` is all that was kept of it. */
export function aChatWorld(
  conversation: StoredConversation,
  documents: readonly KnowledgeDocument[] = [],
  orders: Readonly<Record<string, readonly Order[]>> = {},
) {
  let head = conversation;
  const written: ChatMessage[] = [];
  const held = new Map(Object.entries(orders));
  const requested: OrderRequest[] = [];
  const logged: ReplyDecision[] = [];
  const ports: SendMessagePorts = {
    conversations: {
      find: async (_shop, id) => (id === head.conversationId ? head : undefined),
      transcript: async () => written,
      append: async (_shop, before, added, change) => {
        head = { ...before, ...change, messages: before.messages + added.length };
        written.push(...added);
        return head;
      },
    },
    knowledge: async () => buildIndex(1, documents),
    orders: async (_shop, customer) => held.get(customer) ?? [],
    request: async (_shop, before, becomes, request) => {
      const own = held.get(request.customer) ?? [];
      const found = own.find(({ orderId }) => orderId === before.orderId);
      if (found?.updatedAt !== before.updatedAt) return found?.status === becomes ? 'repeated' : 'changed';
      const after = { ...before, status: becomes, updatedAt: request.at };
      held.set(
        request.customer,
        own.map((one) => (one === found ? after : one)),
      );
      requested.push(request);
      return 'done';
    },
    armOf: async () => 'holdout',
    log: async (decision) => {
      logged.push(decision);
    },
    encode: async () => undefined,
    intentOf: async () => undefined,
  };
  return { ports, written, requested, logged, head: () => head };
}
