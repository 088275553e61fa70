import { checkText, openClaims } from '../../core/content/check-text.ts';
import type { ContentRepository } from '../../core/content/content-repository.ts';
import type { Content, ContentId } from '../../core/content/contract.ts';
import { gatherFacts } from '../../core/content/gather-facts.ts';
import type { ItemRepository } from '../../core/items/item-repository.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import { NotFoundError } from '../../core/platform/errors.ts';
import { refusal } from '../../core/platform/refusal.ts';
import { NothingVerifiableError, UnverifiedClaimsError } from './content-errors.ts';

export interface Revision {
  readonly text: string;
  readonly by: string;
  readonly now: Date;
  readonly newId: string;
}

/** A person's wording becomes a draft beside the one it came from. It may claim no more than a model's. */
export async function reviseContent(
  shop: ShopId,
  contentId: ContentId,
  { text, by, now, newId }: Revision,
  {
    contents,
    catalogue,
  }: { contents: Pick<ContentRepository, 'get' | 'add'>; catalogue: Pick<ItemRepository, 'getMany'> },
): Promise<Content> {
  const content = await contents.get(shop, contentId);
  const [item] = await catalogue.getMany(shop, [content.itemId]);
  if (!item) throw new NotFoundError(refusal('item-gone', { itemId: content.itemId }));
  const facts = gatherFacts(item);
  const open = openClaims(text, facts, content.vertical);
  if (open.length) throw new UnverifiedClaimsError('#/text', open);
  const checked = checkText(text, facts, content);
  if (!checked.claims.length) throw new NothingVerifiableError(content.itemId);
  const { decidedAt: _at, decidedBy: _by, reason: _reason, batchId: _batch, ...kept } = content;
  const revised: Content = {
    ...kept,
    contentId: newId,
    title: item.title,
    status: 'draft',
    checked,
    facts,
    author: { by: 'person', subject: by, revises: contentId },
    createdAt: now.toISOString(),
  };
  await contents.add(revised);
  return revised;
}
