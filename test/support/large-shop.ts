import type { CatalogueRow, PartOfItem } from '../../core/items/contract.ts';
import type { CatalogueStretch } from '../../core/items/item-repository.ts';
import { traitsOf } from '../../core/items/traits.ts';
import { createShortCache } from '../../core/platform/short-cache.ts';
import type { RecommenderRequest } from '../../core/recommendations/recommender-contract.ts';
import { getRecommendations, type RecommendationRequest } from '../../functions/recommendations/get-recommendations.ts';
import { aNow, anItemRow, aShopProfile, aShopWorld, type ShopWorld } from './recommendations.ts';
import { ann, viewed } from './small-slates.ts';

/** Twelve came into the catalogue in October, in two of its weeks; all else the year before. */
const cameAt = (index: number) =>
  `${index < 19_988 ? '2025-03-01' : index < 19_994 ? '2026-10-14' : '2026-10-28'}T08:00:00.000Z`;

/** 20,000 items, of which Ann likes televisions: the last are socks and a brand that no television has. */
const manyRows = Array.from({ length: 20_000 }, (_, index): CatalogueRow => {
  const itemId = `i${String(index).padStart(5, '0')}`;
  if (index >= 19_970) return anItemRow(itemId, { brand: 'Norra', category: ['Home'], price: 500 });
  if (index >= 19_700) return anItemRow(itemId, { brand: 'Pogo', category: ['Clothes', 'Socks'], price: 50 });
  return anItemRow(itemId, {
    brand: 'Vista',
    category: ['Electronics', 'TV'],
    price: 900,
    stock: index === 300 ? 3 : 90,
  });
}).map((row, index) => ({ ...row, firstSeenAt: cameAt(index) }));
const televisions = manyRows.slice(0, 19_700).map(({ itemId }) => itemId);
export const norra = manyRows.slice(19_970).map(({ itemId }) => itemId);

/** Rows in the order of their ids, and the lists that the catalogue keeps of them. */
export const aCatalogue = (rows: readonly CatalogueRow[]) => ({
  rows,
  byId: new Map(rows.map((row) => [row.itemId, row])),
  having: Map.groupBy(
    rows.flatMap((row) => [...traitsOf(row)].map((trait) => ({ trait, row }))),
    ({ trait }) => trait,
  ),
});
const large = aCatalogue(manyRows);
export const { byId } = large;

/** A model that holds the first items for the best, but among socks the last. */
export function recommender({ k, mask, exclude = [] }: RecommenderRequest) {
  const allowed = mask ? mask.toSorted().reverse() : televisions;
  const left = allowed.filter((itemId) => !exclude.includes(itemId));
  const found = (itemId: string, place: number) => ({
    itemId,
    score: -place,
    source: 'sequence',
    evidence: ['i00001'],
  });
  return left.slice(0, k).map(found);
}

/** What is asked of a row and nothing else, as the table answers it. */
const partOf = (row: CatalogueRow, fields: readonly string[]): PartOfItem => {
  const { itemId, isHidden, stock } = row;
  const asked = Object.entries(row).filter(([field]) => fields.includes(field));
  return { ...Object.fromEntries(asked), itemId, isHidden, stock };
};

/** How a catalogue is kept: which items the lists tell of, and how many of it are read at once. */
export interface Kept {
  readonly catalogue?: ReturnType<typeof aCatalogue>;
  readonly isListed?: (row: CatalogueRow) => boolean;
  readonly stretch?: number;
}

/** The large shop's sources, what a recommender is asked and how much is read. */
export function aLargeShop(world: Partial<ShopWorld> = {}, kept: Kept = {}) {
  const { catalogue = large, isListed = () => true, stretch = 2_000 } = kept;
  const stretches = createShortCache<CatalogueStretch>();
  const { sources, questions } = aShopWorld({
    ...{ rows: [], popular: televisions.slice(0, 500), recommender, events: { [ann]: [viewed('i00001')] } },
    ...world,
  });
  const read = { rows: 0, traits: 0, stretches: 0 };
  const items = {
    ...sources.items,
    getMany: async (_shop: string, ids: readonly string[]) => {
      read.rows += ids.length;
      return ids.flatMap((itemId) => catalogue.byId.get(itemId) ?? []);
    },
    withTrait: async (_shop: string, trait: string) => {
      read.traits++;
      const lines = catalogue.having.get(trait) ?? [];
      const having = lines.filter(({ row }) => isListed(row)).map(({ row }) => row.itemId);
      return { itemIds: having.slice(0, 5_000), isWhole: having.length <= 5_000 };
    },
    stretch: (_shop: string, fields: readonly string[], behind?: string) =>
      stretches.get(JSON.stringify([fields, behind]), async () => {
        read.stretches++;
        const { rows } = catalogue;
        const first = rows.findIndex(({ itemId }) => itemId === behind) + 1;
        const some = rows.slice(first, first + stretch).map((row) => partOf(row, fields));
        const end = first + stretch < rows.length ? some.at(-1)?.itemId : undefined;
        return { items: some, ...(end === undefined ? {} : { end }) };
      }),
  };
  return { sources: { ...sources, items }, questions, read };
}

export async function askFor(
  query: Partial<RecommendationRequest['query']>,
  world: Partial<ShopWorld> = {},
  customer = ann,
  kept: Kept = {},
) {
  const { sources, questions, read } = aLargeShop(world, kept);
  const slate = await getRecommendations(
    {
      ...{ shop: aShopProfile, named: { customer }, requestId: 'request-1', now: aNow },
      query: { surface: 'home', k: 10, ...query },
    },
    sources,
  );
  return { slate, ids: slate.items.map(({ itemId }) => itemId), questions, read };
}
