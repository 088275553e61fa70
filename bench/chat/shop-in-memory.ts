import type { ChatMessage } from '../../core/chat/contract.ts';
import type { ConversationRepository, StoredConversation } from '../../core/chat/conversation-repository.ts';
import type { KnowledgeDocument } from '../../core/knowledge/contract.ts';
import { buildIndex, packVector, unpackVector } from '../../core/knowledge/knowledge-index.ts';
import type { Order } from '../../core/orders/contract.ts';
import type { SendMessagePorts } from '../../functions/chat/send-message.ts';
import type { Encode } from './knowledge-file.ts';

export interface ShopInMemory {
  readonly ports: SendMessagePorts;
  readonly start: (conversation: StoredConversation) => void;
  /** Everything that was written besides conversations: a chat that only answers writes nothing. */
  readonly sideEffects: () => number;
}

/** The use case's ports over plain maps: the encoder and every rule are those that serve. */
export function shopInMemory(
  documents: readonly KnowledgeDocument[],
  orders: Map<string, readonly Order[]>,
  encode: Encode,
): ShopInMemory {
  const index = buildIndex(1, documents);
  const heads = new Map<string, StoredConversation>();
  const transcripts = new Map<string, ChatMessage[]>();
  const before = JSON.stringify([...orders]);
  const conversations: Pick<ConversationRepository, 'find' | 'transcript' | 'append'> = {
    find: async (_shop, id) => heads.get(id),
    transcript: async (_shop, id) => transcripts.get(id) ?? [],
    append: async (_shop, conversation, added, change) => {
      const after = { ...conversation, ...change, messages: conversation.messages + added.length };
      heads.set(conversation.conversationId, after);
      transcripts.set(conversation.conversationId, [...(transcripts.get(conversation.conversationId) ?? []), ...added]);
      return after;
    },
  };
  return {
    start: (conversation) => heads.set(conversation.conversationId, conversation),
    sideEffects: () => (JSON.stringify([...orders]) === before ? 0 : 1),
    ports: {
      conversations,
      knowledge: async () => index,
      orders: async (_shop, customer) => orders.get(customer) ?? [],
      request: async (_shop, before, becomes, { customer }) => {
        const after = (orders.get(customer) ?? []).map((order) =>
          order.orderId === before.orderId ? { ...order, status: becomes } : order,
        );
        orders.set(customer, after);
        return 'done';
      },
      armOf: async () => 'treated',
      log: async () => {},
      encode: async (texts) => (await encode(texts)).map((vector) => unpackVector(packVector(vector))),
      intentOf: async () => undefined,
    },
  };
}
