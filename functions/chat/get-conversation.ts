import type { ConversationView } from '../../core/chat/contract.ts';
import type { ConversationRepository } from '../../core/chat/conversation-repository.ts';
import type { Role, ShopId } from '../../core/platform/contract.ts';
import { mayReach } from './caller.ts';

/** A conversation with all that was said. What the bot decided is for the shop; a browser sees what was cited. */
export async function getConversation(
  { shop, role }: { readonly shop: ShopId; readonly role: Role },
  { conversationId, token }: { readonly conversationId: string; readonly token?: string | undefined },
  conversations: Pick<ConversationRepository, 'find' | 'transcript'>,
): Promise<ConversationView> {
  const { tokenHash: _, ...conversation } = mayReach(await conversations.find(shop, conversationId), role, token);
  const transcript = await conversations.transcript(shop, conversationId);
  if (role !== 'browser') return { ...conversation, transcript };
  const { handoff: __, customer: ___, ...shown } = conversation;
  return { ...shown, transcript };
}
