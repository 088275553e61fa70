import type { ReplyDecision } from '../decisions/contract.ts';
import type { Arm } from '../experiments/assign-arm.ts';
import type { ShopId } from '../platform/contract.ts';
import type { ChatMessage } from './contract.ts';
import type { StoredConversation } from './conversation-repository.ts';
import type { Reply } from './reply.ts';

/** What the bot decided, as the one log of decisions keeps it: without a word of what was said. */
export function toReplyDecision(
  shop: ShopId,
  { conversationId, customer }: Pick<StoredConversation, 'conversationId' | 'customer'>,
  { messageId, at }: Pick<ChatMessage, 'messageId' | 'at'>,
  { decision, candidates }: Reply,
  experimentArm: Arm | null,
): ReplyDecision {
  const { action, reason, confidence, intent, tool } = decision;
  return {
    requestId: messageId,
    shop,
    customer: customer ?? conversationId,
    isKnown: customer !== undefined,
    kind: 'reply',
    surface: 'chat',
    at,
    experimentArm,
    modelVersion: intent?.modelVersion ?? 'none',
    policy: candidates.length ? 'knowledge' : 'rules',
    conversationId,
    action,
    reason,
    confidence,
    propensity: 1,
    ...(intent ? { intent: { name: intent.name, probability: intent.probability, isKnown: intent.isKnown } } : {}),
    ...(tool ? { tool } : {}),
    citations: decision.citations.map(({ documentId, version }) => ({ documentId, version })),
    candidates: [...candidates],
  };
}
