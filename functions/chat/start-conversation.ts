import { randomBytes } from 'node:crypto';
import { ulid } from 'ulid';
import type * as z from 'zod';
import type { ChatMessage, StartConversationRequest, StartConversationResponse } from '../../core/chat/contract.ts';
import type { ConversationRepository } from '../../core/chat/conversation-repository.ts';
import { TOKEN_SECONDS, verifyCustomerToken } from '../../core/chat/customer-token.ts';
import { WORDINGS } from '../../core/chat/wordings.ts';
import type { Role, ShopId } from '../../core/platform/contract.ts';
import { ForbiddenError } from '../../core/platform/errors.ts';
import type { Pseudonymizer } from '../../core/platform/pseudonyms.ts';
import { refusal } from '../../core/platform/refusal.ts';
import { hashOfToken } from './caller.ts';

export interface StartConversationPorts {
  readonly conversations: Pick<ConversationRepository, 'start' | 'append'>;
  readonly tokenKey: (shop: ShopId) => Promise<Buffer>;
  readonly pseudonyms: (shop: ShopId) => Promise<Pseudonymizer>;
}

/** Opens a conversation for whoever the customer's token names, or for a visitor. */
export async function startConversation(
  { shop, role }: { readonly shop: ShopId; readonly role: Role },
  request: StartConversationRequest,
  ports: StartConversationPorts,
  now: Date,
): Promise<z.infer<typeof StartConversationResponse>> {
  const customerId = await customerOf(shop, role, request, ports, now);
  const conversationToken = randomBytes(24).toString('base64url');
  const at = now.toISOString();
  const conversation = {
    conversationId: ulid(now.getTime()),
    language: request.language ?? ('en' as const),
    ...(customerId === undefined
      ? {}
      : {
          customer: (await ports.pseudonyms(shop)).pseudonymOf('customer', customerId),
          signedInUntil: new Date(now.getTime() + TOKEN_SECONDS * 1000).toISOString(),
        }),
    state: 'bot' as const,
    startedAt: at,
    updatedAt: at,
    messages: 0,
    preview: '',
    tokenHash: hashOfToken(conversationToken),
  };
  await ports.conversations.start(shop, conversation);
  const { conversationId } = conversation;
  if (!request.wantsPerson) return { conversationId, conversationToken, state: 'bot' };
  const note: ChatMessage = {
    messageId: ulid(now.getTime()),
    author: 'bot',
    text: WORDINGS[conversation.language].handoff,
    at,
    decision: { action: 'handoff', reason: 'person-asked-for', confidence: 1, citations: [] },
  };
  const handoff = { reason: 'person-asked-for' as const, summary: '', at };
  await ports.conversations.append(shop, conversation, [note], { state: 'waiting', handoff });
  return { conversationId, conversationToken, state: 'waiting' };
}

async function customerOf(
  shop: ShopId,
  role: Role,
  { customerToken, customerId }: StartConversationRequest,
  { tokenKey }: StartConversationPorts,
  now: Date,
): Promise<string | undefined> {
  if (customerId !== undefined) {
    if (role !== 'server') throw new ForbiddenError(refusal('customer-unproved', {}));
    return customerId;
  }
  if (customerToken === undefined) return undefined;
  const named = verifyCustomerToken(await tokenKey(shop), shop, customerToken, now);
  if (named === undefined) throw new ForbiddenError(refusal('token-not-held', {}));
  return named;
}
