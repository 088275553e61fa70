import * as z from 'zod';
import { KnowledgeKind, Language } from '../knowledge/contract.ts';
import { PageQuery, pageOf } from '../platform/contract.ts';
import { rowsOf } from '../platform/parse-rows.ts';

/** What the bot cites: the very words, where they stand, and the version that they stood in. */
export const Citation = z.object({
  documentId: z.string(),
  title: z.string(),
  kind: KnowledgeKind,
  version: z.string(),
  quote: z.string(),
  url: z.string().optional(),
});
export type Citation = z.infer<typeof Citation>;

export const ToolName = z.enum(['order-status', 'product', 'cancel-order', 'return-order']);
export type ToolName = z.infer<typeof ToolName>;

/**
 * What the bot does with a message, apart from how it says it. An answer rests on `citations`, a tool's on what the
 * tool found; any other action claims nothing.
 */
export const ChatDecision = z.object({
  action: z.enum(['answer', 'clarify', 'tool', 'handoff', 'refuse']),
  reason: z.enum([
    'found-in-knowledge',
    'order-found',
    'several-orders',
    'sign-in-needed',
    'order-not-found',
    'unclear',
    'nearly-found',
    'greeting',
    'not-known',
    'not-allowed',
    'cannot-change-orders',
    'confirmation-needed',
    'left-as-it-is',
    'not-possible',
    'done-already',
    'order-cancelled',
    'return-requested',
    'person-asked-for',
    'safety-or-law',
    'customer-upset',
    'not-understood-twice',
  ]),
  /** Probability that this is what the customer needs, where one was estimated; 1 where a rule decided. */
  confidence: z.number().min(0).max(1),
  citations: z.array(Citation),
  tool: z.object({ name: ToolName, orderIds: z.array(z.string()).optional() }).optional(),
  /** What the intent model took it for, where one serves. */
  intent: z
    .object({ name: z.string(), probability: z.number(), isKnown: z.boolean(), modelVersion: z.string() })
    .optional(),
});
export type ChatDecision = z.infer<typeof ChatDecision>;

export const ConversationId = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{26}$/, 'a conversation id is a ULID');

export const Author = z.enum(['customer', 'bot', 'agent']);
export type Author = z.infer<typeof Author>;

/** One message, personal data already taken out. */
export const ChatMessage = z.object({
  messageId: z.string(),
  author: Author,
  text: z.string(),
  at: z.iso.datetime(),
  decision: ChatDecision.optional(),
});
export type ChatMessage = z.infer<typeof ChatMessage>;

/** `bot`: the bot answers. `waiting`: a person was asked for and the bot is silent. `person`: a person has answered. */
export const ConversationState = z.enum(['bot', 'waiting', 'person']);
export type ConversationState = z.infer<typeof ConversationState>;

/** What a person must know who takes over. */
export const Handoff = z.object({
  reason: ChatDecision.shape.reason,
  summary: z.string(),
  at: z.iso.datetime(),
});
export type Handoff = z.infer<typeof Handoff>;

export const Conversation = z.object({
  conversationId: ConversationId,
  language: Language,
  /** A pseudonym; absent for a visitor who did not sign in. */
  customer: z.string().optional(),
  state: ConversationState,
  handoff: Handoff.optional(),
  startedAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  messages: z.int(),
  /** The last thing said, for a list. */
  preview: z.string(),
});
export type Conversation = z.infer<typeof Conversation>;

export const StartConversationRequest = z.strictObject({
  /** From `POST /v1/chat/tokens`; without one the visitor is nobody in particular. */
  customerToken: z.string().max(2_000).optional(),
  /** Only a shop's server may say by itself who the customer is. */
  customerId: z.string().min(1).max(128).optional(),
  /** @default told by the first message */
  language: Language.optional(),
  /** Asks for a person before any bot speaks. */
  wantsPerson: z.boolean().default(false),
});
export type StartConversationRequest = z.infer<typeof StartConversationRequest>;

export const StartConversationResponse = z.object({
  conversationId: ConversationId,
  /** Whoever holds it may read this conversation and write in it. Shown once. */
  conversationToken: z.string(),
  state: ConversationState,
});
export type StartConversationResponse = z.infer<typeof StartConversationResponse>;

export const ConversationPath = z.object({ conversationId: ConversationId });

export const SendMessageRequest = z.strictObject({
  text: z.string().trim().min(1).max(2_000),
  /** Browsers must send it; keys of servers and the console need none. */
  conversationToken: z.string().max(200).optional(),
  /** `agent` is a person of the shop, at the console or behind its server. */
  author: z.enum(['customer', 'agent']).default('customer'),
});
export type SendMessageRequest = z.infer<typeof SendMessageRequest>;

/** Without a reply where the bot is silent: the person of the shop will answer. */
export const SendMessageResponse = z.object({
  message: ChatMessage,
  reply: ChatMessage.nullable(),
  state: ConversationState,
});
export type SendMessageResponse = z.infer<typeof SendMessageResponse>;

export const GetConversationQuery = z.object({ token: z.string().max(200).optional() });
export const ConversationView = Conversation.extend({ transcript: z.array(ChatMessage) });
export type ConversationView = z.infer<typeof ConversationView>;

/** `waiting` ones are those that need a person. */
export const ListConversationsQuery = PageQuery.extend({ state: ConversationState.default('waiting') });
export type ListConversationsQuery = z.infer<typeof ListConversationsQuery>;
export const ConversationPage = pageOf(Conversation);
export type ConversationPage = z.infer<typeof ConversationPage>;

export const CreateCustomerTokenRequest = z.strictObject({ customerId: z.string().min(1).max(128) });
export type CreateCustomerTokenRequest = z.infer<typeof CreateCustomerTokenRequest>;
export const CreateCustomerTokenResponse = z.object({ customerToken: z.string(), expiresAt: z.iso.datetime() });

/** An inquiry with what it wanted, to learn from. `oos` marks what is none of the shop's business. */
export const PutInquiry = z.strictObject({
  messageId: z.string().min(1).max(128),
  text: z.string().trim().min(1).max(1_000),
  label: z.string().regex(/^[a-z][a-z0-9_-]{0,60}$/, 'a label is lower-case letters, digits, _ and -'),
  language: Language.default('en'),
  at: z.iso.datetime().optional(),
});
export type PutInquiry = z.infer<typeof PutInquiry>;
export const PutInquiriesRequest = z.strictObject({ inquiries: rowsOf(PutInquiry, 1_000) });
export type PutInquiriesRequest = z.infer<typeof PutInquiriesRequest>;

const name = z.string().min(1);

export const ChatTokenEnv = z.object({ SHOPS_TABLE_NAME: name, SHOP_KEY_ID: name });
export type ChatTokenEnv = z.infer<typeof ChatTokenEnv>;

export const StartConversationEnv = ChatTokenEnv.extend({ CONVERSATIONS_TABLE_NAME: name, REQUESTS_TABLE_NAME: name });
export type StartConversationEnv = z.infer<typeof StartConversationEnv>;

export const ConversationsEnv = z.object({ CONVERSATIONS_TABLE_NAME: name });
export type ConversationsEnv = z.infer<typeof ConversationsEnv>;

export const SendMessageEnv = StartConversationEnv.extend({
  KNOWLEDGE_TABLE_NAME: name,
  ITEMS_TABLE_NAME: name,
  ORDERS_TABLE_NAME: name,
  CUSTOMER_KEYS_TABLE_NAME: name,
  MODELS_TABLE_NAME: name,
  EMBEDDINGS_ENDPOINT_NAME: name,
  STATE_TABLE_NAME: name,
  DECISIONS_QUEUE_URL: name,
  CHAT_DEADLINE_MS: z.coerce.number().int().min(50).max(5_000),
});
export type SendMessageEnv = z.infer<typeof SendMessageEnv>;

export const PutInquiriesEnv = z.object({ LAKE_BUCKET_NAME: name, REQUESTS_TABLE_NAME: name });
export type PutInquiriesEnv = z.infer<typeof PutInquiriesEnv>;
