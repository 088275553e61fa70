import type { ContentRepository } from '../../core/content/content-repository.ts';
import type { ItemContent } from '../../core/content/contract.ts';
import type { ShopId } from '../../core/platform/contract.ts';

/** What a shop shows for an item now; nothing that was not published. */
export async function listItemContent(
  shop: ShopId,
  itemId: string,
  contents: Pick<ContentRepository, 'published'>,
): Promise<ItemContent> {
  const published = await contents.published(shop, itemId);
  return {
    itemId,
    data: published
      .filter(({ status }) => status === 'published')
      .map(({ contentId, kind, language, tone, length, variant, decidedAt, checked }) => ({
        contentId,
        kind,
        language,
        tone,
        length,
        variant,
        decidedAt,
        text: checked.text,
      })),
  };
}
