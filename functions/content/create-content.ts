import type { ContentRepository } from '../../core/content/content-repository.ts';
import type { Content, CreateContentRequest } from '../../core/content/contract.ts';
import type { ItemRepository } from '../../core/items/item-repository.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import { NotFoundError } from '../../core/platform/errors.ts';
import { refusal } from '../../core/platform/refusal.ts';
import type { CompleteText } from './complete-text.ts';
import { writeDrafts } from './write-drafts.ts';

export interface ContentDesk {
  readonly catalogue: Pick<ItemRepository, 'getMany'>;
  readonly contents: Pick<ContentRepository, 'add'>;
  readonly complete: CompleteText;
  /** Ids that sort by time. A step that may run twice gives the same ones again. */
  readonly newId: (variant: number) => string;
}

export interface ContentOrder {
  readonly shop: ShopId;
  readonly request: CreateContentRequest;
  readonly now: Date;
  readonly batchId?: string;
}

/** Writes drafts for one item. A draft is shown to nobody until a person publishes it. */
export async function createContent(
  { shop, request, now, batchId }: ContentOrder,
  desk: ContentDesk,
): Promise<Content[]> {
  const { itemId, variants, ...wish } = request;
  const [item] = await desk.catalogue.getMany(shop, [itemId]);
  if (!item) throw new NotFoundError(refusal('no-item', { itemId }));
  const { facts, texts, author } = await writeDrafts(shop, item, { ...wish, variants }, desk.complete);
  const drafts = texts.map<Content>((checked, index) => ({
    shop,
    contentId: desk.newId(index + 1),
    itemId,
    title: item.title,
    ...wish,
    variant: index + 1,
    status: 'draft',
    checked,
    facts: [...facts],
    author,
    ...(batchId ? { batchId } : {}),
    createdAt: now.toISOString(),
  }));
  for (const draft of drafts) await desk.contents.add(draft);
  return drafts;
}
