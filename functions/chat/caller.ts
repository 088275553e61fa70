import { createHash, timingSafeEqual } from 'node:crypto';
import type { StoredConversation } from '../../core/chat/conversation-repository.ts';
import type { Role } from '../../core/platform/contract.ts';
import { NotFoundError } from '../../core/platform/errors.ts';
import { refusal } from '../../core/platform/refusal.ts';

export const hashOfToken = (token: string) => createHash('sha256').update(token).digest('hex');

/**
 * A browser may reach the one conversation that it holds the token of. It is told of any other what it would be told
 * of one that never was.
 */
export function mayReach(
  conversation: StoredConversation | undefined,
  role: Role,
  token: string | undefined,
): StoredConversation {
  if (conversation && (role !== 'browser' || isSame(hashOfToken(token ?? ''), conversation.tokenHash))) {
    return conversation;
  }
  throw new NotFoundError(refusal('no-conversation', {}));
}

const isSame = (left: string, right: string) =>
  left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right));
