import { ulid } from 'ulid';
import type * as z from 'zod';
import type {
  ChatDecision,
  ChatMessage,
  Conversation,
  SendMessageRequest,
  SendMessageResponse,
} from '../../core/chat/contract.ts';
import type { ConversationRepository, StoredConversation } from '../../core/chat/conversation-repository.ts';
import { decideReply } from '../../core/chat/decide-reply.ts';
import { redact } from '../../core/chat/redact.ts';
import type { Knowing } from '../../core/chat/reply.ts';
import { summarise } from '../../core/chat/summarise.ts';
import { toReplyDecision } from '../../core/chat/to-reply-decision.ts';
import type { ReplyDecision } from '../../core/decisions/contract.ts';
import type { Arm } from '../../core/experiments/assign-arm.ts';
import type { KnowledgeIndex } from '../../core/knowledge/knowledge-index.ts';
import { languageOf } from '../../core/knowledge/words.ts';
import type { Order } from '../../core/orders/contract.ts';
import type { OrderRepository } from '../../core/orders/order-repository.ts';
import type { Role, ShopId } from '../../core/platform/contract.ts';
import { ForbiddenError } from '../../core/platform/errors.ts';
import { refusal } from '../../core/platform/refusal.ts';
import { mayReach } from './caller.ts';

export interface SendMessagePorts {
  readonly conversations: Pick<ConversationRepository, 'find' | 'transcript' | 'append'>;
  /** The shop's knowledge as it is now. */
  readonly knowledge: (shop: ShopId) => Promise<KnowledgeIndex>;
  /** The orders of one customer, by pseudonym. */
  readonly orders: (shop: ShopId, customer: string) => Promise<readonly Order[]>;
  /** Moves an order on, once. */
  readonly request: OrderRepository['request'];
  /** The arm of a customer, by pseudonym. */
  readonly armOf: (shop: ShopId, customer: string) => Promise<Arm>;
  /** Writes the decision down; the reply does not go out before. */
  readonly log: (decision: ReplyDecision) => Promise<void>;
  /** Vectors of English texts; undefined where the encoder is late or gone, and words alone must do. */
  readonly encode: (texts: readonly string[]) => Promise<readonly Int8Array[] | undefined>;
  /** What the shop's intent model takes it for; undefined where none serves in time. */
  readonly intentOf: (shop: ShopId, conversation: string, text: string) => Promise<ChatDecision['intent']>;
}

export interface SendMessageCall {
  readonly shop: ShopId;
  readonly role: Role;
  readonly now: Date;
}

/** Writes a message down and, while no person has taken over, the bot's reply with the decision behind it. */
export async function sendMessage(
  { shop, role, now }: SendMessageCall,
  { conversationId, ...request }: SendMessageRequest & { readonly conversationId: string },
  ports: SendMessagePorts,
): Promise<z.infer<typeof SendMessageResponse>> {
  const found = await ports.conversations.find(shop, conversationId);
  const conversation = mayReach(found, role, request.conversationToken);
  if (request.author === 'agent' && role === 'browser') throw new ForbiddenError(refusal('browser-is-customer', {}));
  const message: ChatMessage = {
    messageId: ulid(now.getTime()),
    author: request.author,
    text: redact(request.text).text,
    at: now.toISOString(),
  };
  if (request.author === 'agent' || conversation.state !== 'bot') {
    const state = request.author === 'agent' ? 'person' : conversation.state;
    await ports.conversations.append(shop, conversation, [message], { state });
    return { message, reply: null, state };
  }
  return answer({ shop, role, now }, conversation, message, ports);
}

async function answer(
  call: SendMessageCall,
  conversation: StoredConversation,
  message: ChatMessage,
  ports: SendMessagePorts,
) {
  const { shop, now } = call;
  const transcript = await ports.conversations.transcript(shop, conversation.conversationId);
  const before = transcript.filter(({ author }) => author === 'customer').map(({ text }) => text);
  const language = languageIn(message.text, conversation);
  const context = before.at(-1);
  const [index, vectors, intent] = await Promise.all([
    ports.knowledge(shop),
    language === 'en'
      ? ports.encode([message.text, ...(context === undefined ? [] : [`${context} ${message.text}`])])
      : undefined,
    ports.intentOf(shop, conversation.conversationId, message.text),
  ]);
  const { customer } = conversation;
  const decided = await decideReply(
    {
      text: message.text,
      language,
      before,
      last: transcript.findLast(({ author }) => author === 'bot')?.decision,
      vector: vectors?.[0],
      vectorInContext: vectors?.[1],
      intent,
    },
    {
      index,
      now,
      orders: customer === undefined ? undefined : () => ports.orders(shop, customer),
      request: requestOf(call, conversation, ports),
    },
  );
  const { text, decision } = decided;
  // A millisecond later, so that the two sort as they were said.
  const at = new Date(Date.parse(message.at) + 1).toISOString();
  const reply: ChatMessage = { messageId: ulid(Date.parse(at)), author: 'bot', text, at, decision };
  const change: Partial<Pick<Conversation, 'state' | 'handoff' | 'language'>> =
    decision.action === 'handoff'
      ? {
          language,
          state: 'waiting',
          handoff: { reason: decision.reason, summary: summarise([...transcript, message], language), at },
        }
      : { language };
  const arm = customer === undefined ? null : await ports.armOf(shop, customer);
  await ports.log(toReplyDecision(shop, conversation, reply, decided, arm));
  const { state } = await ports.conversations.append(shop, conversation, [message, reply], change);
  return { message, reply, state };
}

/** Only customers act on their orders, and only while the proof holds that it is they: not who sits at the console. */
function requestOf(
  { shop, role, now }: SendMessageCall,
  { conversationId, customer, signedInUntil }: StoredConversation,
  ports: Pick<SendMessagePorts, 'request'>,
): Knowing['request'] {
  if (customer === undefined || role === 'console' || !signedInUntil || now.toISOString() >= signedInUntil) {
    return undefined;
  }
  const at = now.toISOString();
  return (kind, order, becomes) =>
    ports.request(shop, order, becomes, { kind, orderId: order.orderId, customer, at, conversationId });
}

/** A number or a name says nothing about the language that it is said in. */
function languageIn(text: string, { language, messages }: StoredConversation) {
  return /\p{Script=Han}/u.test(text) || /[a-z]{2,}/i.test(text) || !messages ? languageOf(text) : language;
}
