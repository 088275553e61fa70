import type { ItemRepository } from '../../core/items/item-repository.ts';
import { catalogueDocument } from '../../core/knowledge/catalogue-document.ts';
import type { KnowledgeDocument } from '../../core/knowledge/contract.ts';
import { buildIndex, type KnowledgeIndex } from '../../core/knowledge/knowledge-index.ts';
import type { KnowledgeRepository } from '../../core/knowledge/knowledge-repository.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import type { ShopRepository } from '../../core/platform/shop-repository.ts';
import { createShortCache } from '../../core/platform/short-cache.ts';

/** Items that are known to the chat; a larger catalogue is known by its first so many. */
const MOST_ITEMS = 2_000;
const ITEMS_PER_PAGE = 100;
const CATALOGUE_LIFETIME_MS = 30_000;

interface Known {
  readonly version: number;
  readonly catalogue: readonly KnowledgeDocument[];
  readonly index: KnowledgeIndex;
}

/**
 * A shop's knowledge as it is now. The version is asked for at every message, so that what was deleted a moment ago
 * is not quoted any more; only what has not changed is remembered. The catalogue may be half a minute old.
 */
export function createIndexReader(
  knowledge: Pick<KnowledgeRepository, 'version' | 'readAll'>,
  items: Pick<ItemRepository, 'list'>,
  shops: Pick<ShopRepository, 'get'>,
) {
  const catalogues = createShortCache<readonly KnowledgeDocument[]>({
    lifetimeMs: CATALOGUE_LIFETIME_MS,
    capacity: 50,
  });
  const known = new Map<ShopId, Known>();

  async function readCatalogue(shop: ShopId): Promise<readonly KnowledgeDocument[]> {
    const { currency } = await shops.get(shop);
    const documents: KnowledgeDocument[] = [];
    for (let cursor: string | undefined; documents.length < MOST_ITEMS; ) {
      const page = await items.list(shop, { limit: ITEMS_PER_PAGE, cursor });
      const shown = page.data.filter(({ isHidden }) => !isHidden);
      documents.push(...shown.map((row) => catalogueDocument(row, currency)));
      if (!page.next_cursor) break;
      cursor = page.next_cursor;
    }
    return documents;
  }

  return async (shop: ShopId): Promise<KnowledgeIndex> => {
    const [version, catalogue] = await Promise.all([
      knowledge.version(shop),
      catalogues.get(shop, () => readCatalogue(shop)),
    ]);
    const before = known.get(shop);
    if (before?.version === version && before.catalogue === catalogue) return before.index;
    const read = await knowledge.readAll(shop);
    const index = buildIndex(read.version, [...read.documents, ...catalogue]);
    known.set(shop, { version: read.version, catalogue, index });
    return index;
  };
}
