import type { CatalogueRow } from '../../core/items/contract.ts';
import type { CatalogueStretch, ItemRepository } from '../../core/items/item-repository.ts';
import type { TraitList } from '../../core/items/traits.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import { createShortCache } from '../../core/platform/short-cache.ts';
import { MOST_NEW_ITEMS } from '../../core/recommendations/recommender-contract.ts';

/** A reduced item and one with another trait are seen within this time, and a new one, where not more of them wait for their turn. */
const LIFETIME_MS = 60_000;
/** Lists of up to 5,000 ids: a function has room for so many. */
const TRAITS = 100;

/** To read a catalogue costs more than a list. */
const STRETCH_LIFETIME_MS = 5 * 60_000;
/** Of less than a megabyte each. */
const STRETCHES = 40;

/** What is new, what is reduced and what has a trait in a shop, as slates ask for it: each read at most once a minute; and the catalogue itself. */
export function createCachedMarks(
  items: Pick<ItemRepository, 'getMany' | 'listNew' | 'listOnSale' | 'stretch' | 'withTrait'>,
  now: () => number = Date.now,
) {
  const fresh = createShortCache<{ ids: ReadonlySet<string>; rows: readonly CatalogueRow[] }>({
    lifetimeMs: LIFETIME_MS,
    now,
  });
  const onSale = createShortCache<readonly string[]>({ lifetimeMs: LIFETIME_MS, now });
  const traits = createShortCache<TraitList>({ lifetimeMs: LIFETIME_MS, capacity: TRAITS, now });
  const stretches = createShortCache<CatalogueStretch>({ lifetimeMs: STRETCH_LIFETIME_MS, capacity: STRETCHES, now });
  return {
    /** Items that came into the catalogue after a moment: those of `met`, then, where they are many, other ones each minute. */
    newSince: async (shop: ShopId, since: string, met: readonly string[]): Promise<readonly CatalogueRow[]> => {
      const { ids, rows } = await fresh.get(`${shop} ${since}`, async () => {
        const all = await items.listNew(shop, since);
        const turn = turnOf(all, MOST_NEW_ITEMS, Math.floor(now() / LIFETIME_MS));
        return { ids: new Set(all), rows: await items.getMany(shop, turn) };
      });
      const told = new Set(rows.map(({ itemId }) => itemId));
      const others = met.filter((itemId) => ids.has(itemId) && !told.has(itemId));
      return others.length ? [...(await items.getMany(shop, others)), ...rows].slice(0, MOST_NEW_ITEMS) : rows;
    },
    onSale: (shop: ShopId) => onSale.get(shop, () => items.listOnSale(shop)),
    withTrait: (shop: ShopId, trait: string) => traits.get(`${shop} ${trait}`, () => items.withTrait(shop, trait)),
    stretch: (shop: ShopId, fields: readonly string[], behind?: string) =>
      stretches.get(JSON.stringify([shop, fields, behind]), () => items.stretch(shop, fields, behind)),
  };
}

/** Those whose turn it is, `most` at a time, round and round: by the clock, so that all who read agree and none is left out. */
function turnOf<Value>(all: readonly Value[], most: number, turn: number): readonly Value[] {
  if (all.length <= most) return all;
  const first = (turn * most) % all.length;
  return [...all.slice(first), ...all.slice(0, first)].slice(0, most);
}
