import { openClaims } from '../../core/content/check-text.ts';
import type { ContentRepository } from '../../core/content/content-repository.ts';
import type { Content, ContentId } from '../../core/content/contract.ts';
import { gatherFacts } from '../../core/content/gather-facts.ts';
import type { ItemRepository } from '../../core/items/item-repository.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import { ConflictError, NotFoundError } from '../../core/platform/errors.ts';
import { refusal } from '../../core/platform/refusal.ts';
import { UnverifiedClaimsError } from './content-errors.ts';

export interface PublishingDesk {
  readonly catalogue: Pick<ItemRepository, 'getMany'>;
  readonly contents: Pick<ContentRepository, 'get' | 'published' | 'publish'>;
}

/**
 * Shows a draft, or an earlier text again. It is held against the catalogue as it is now: facts may have changed since
 * it was written, and what they no longer say never leaves.
 */
export async function publishContent(
  shop: ShopId,
  contentId: ContentId,
  { by, now }: { readonly by: string; readonly now: Date },
  { catalogue, contents }: PublishingDesk,
): Promise<Content> {
  const content = await contents.get(shop, contentId);
  if (content.status === 'published') return content;
  if (content.status === 'rejected') throw new ConflictError(refusal('text-rejected', {}));
  const [item] = await catalogue.getMany(shop, [content.itemId]);
  if (!item) throw new NotFoundError(refusal('item-gone', { itemId: content.itemId }));
  const open = openClaims(content.checked.text, gatherFacts(item), content.vertical);
  if (open.length) throw new UnverifiedClaimsError('#/checked/text', open);
  const shown = await contents.published(shop, content.itemId);
  const before = shown.find((one) => isOfOneKind(one, content));
  const decidedAt = now.toISOString();
  await contents.publish(content, before, { decidedAt, decidedBy: by });
  return { ...content, status: 'published', decidedAt, decidedBy: by };
}

const isOfOneKind = (one: Content, other: Content) =>
  one.kind === other.kind && one.language === other.language && one.variant === other.variant;
