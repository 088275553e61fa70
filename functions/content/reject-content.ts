import type { ContentRepository } from '../../core/content/content-repository.ts';
import type { Content, ContentId } from '../../core/content/contract.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import { ConflictError } from '../../core/platform/errors.ts';
import { refusal } from '../../core/platform/refusal.ts';

export interface Rejection {
  readonly reason: string;
  readonly by: string;
  readonly now: Date;
}

/** Takes a draft out of the queue for good. */
export async function rejectContent(
  shop: ShopId,
  contentId: ContentId,
  { reason, by, now }: Rejection,
  contents: Pick<ContentRepository, 'get' | 'reject'>,
): Promise<Content> {
  const content = await contents.get(shop, contentId);
  if (content.status === 'rejected') return content;
  if (content.status !== 'draft') throw new ConflictError(refusal('not-a-draft', { status: content.status }));
  const decision = { decidedAt: now.toISOString(), decidedBy: by, ...(reason ? { reason } : {}) };
  await contents.reject(content, decision);
  return { ...content, status: 'rejected', ...decision };
}
