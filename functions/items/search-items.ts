import type { ItemPage } from '../../core/items/contract.ts';
import type { ItemRepository } from '../../core/items/item-repository.ts';
import { isFoundBy, termsOf, type WordLine, wordsOf } from '../../core/items/title-words.ts';
import type { PageQuery, ShopId } from '../../core/platform/contract.ts';

/** What a cursor begins with that goes on among words; it is no letter of those that go on among ids. */
const AMONG_WORDS = 'words.';

/** Lines that are looked through in one go for what else is searched for: about 25 reads of 8 KB. */
const LINES_READ = 1_000;

export interface Search extends PageQuery {
  readonly search: string;
}

type Catalogue = Pick<ItemRepository, 'getMany' | 'list' | 'listByWord'>;

/** Items whose ids begin so, then the others of whose titles words do. */
export async function searchItems(
  shop: ShopId,
  { search, limit, cursor }: Search,
  catalogue: Catalogue,
): Promise<ItemPage> {
  if (cursor?.startsWith(AMONG_WORDS)) {
    const among = cursor.slice(AMONG_WORDS.length);
    return searchWords(shop, { search, limit, cursor: among || undefined }, catalogue);
  }
  const byId = await catalogue.list(shop, { beginning: search, limit, cursor });
  if (byId.has_more) return byId;
  const left = limit - byId.data.length;
  if (!left) return { data: byId.data, has_more: true, next_cursor: AMONG_WORDS };
  const byWords = await searchWords(shop, { search, limit: left }, catalogue);
  return { ...byWords, data: [...byId.data, ...byWords.data] };
}

/** One query of lines, so that a page may have few items or none while there are more. */
async function searchWords(shop: ShopId, { search, limit, cursor }: Search, catalogue: Catalogue): Promise<ItemPage> {
  const terms = termsOf(search);
  // The longest says most, so it has the fewest lines.
  const lead = terms.toSorted((left, right) => right.length - left.length)[0];
  if (lead === undefined) return { data: [], has_more: false, next_cursor: null };
  /** An item has a line for each of its words, and the first that begins so stands for it. */
  const isWanted = ({ word, itemId, title }: WordLine) => {
    const words = wordsOf(title);
    const standing = [...words].find((one) => one.startsWith(lead));
    return word === standing && isFoundBy(terms, words) && !itemId.startsWith(search);
  };
  const among = terms.length > 1 ? LINES_READ : limit;
  const lines = await catalogue.listByWord(shop, { beginning: lead, isWanted, among, limit, cursor });
  const ids = lines.data.map(({ itemId }) => itemId);
  const rows = new Map((await catalogue.getMany(shop, ids)).map((row) => [row.itemId, row]));
  return {
    // A line may be of before, so the row says what its title is.
    data: ids.flatMap((itemId) => rows.get(itemId) ?? []).filter(({ title }) => isFoundBy(terms, wordsOf(title))),
    has_more: lines.has_more,
    next_cursor: lines.next_cursor && `${AMONG_WORDS}${lines.next_cursor}`,
  };
}
