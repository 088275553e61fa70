import type { CatalogueRow } from './contract.ts';

/** An item under one of its traits. */
export interface TraitLine {
  readonly trait: string;
  readonly itemId: string;
}

/** Items that have a trait; `isWhole` where there are no others. */
export interface TraitList {
  readonly itemIds: readonly string[];
  readonly isWhole: boolean;
}

/** An item is listed under so many of its traits: price, week, stock, categories and brand, and as many attributes as there is room for. */
const MOST_TRAITS = 30;
/** What an item is listed under that has more: it may have any attribute. */
export const HAS_MORE = 'has-more';
/** A longer value is a text and nobody's trait; and a key of a table holds 2 KB. */
const LONGEST_VALUE = 200;

/** Two requests for one item at once may leave it off a list; a row that is put again after so long is listed anew. */
const LISTED_DAYS = 7;

/** Of so many bits or more, 167,772.16 as it is mostly told, all prices are listed together. */
const LONGEST_PRICE = 25;

/** Something that items have in common: `brand=Norra`, `category=Socks`, `attributes.colour=red`. */
export const traitOf = (field: string, value: string): string | undefined =>
  value && value.length <= LONGEST_VALUE ? `${field}=${value}` : undefined;

/** Of so many bits or more, 256 and above, all stocks are listed together. */
const LONGEST_STOCK = 9;

/** Lists to look items up in; `isAll` where no item is on others alone. */
interface Told {
  readonly traits: readonly string[];
  readonly isAll: boolean;
}

/** Prices are listed by how many bits they have: 0, 1, 2 and 3, 4 to 7, and so on; these are the lists that a range touches. */
export const priceTraits = (least: number, most: number): Told => ({
  traits: sizeTraits('price', least, most, (price) => bitsOf(price, LONGEST_PRICE)),
  isAll: true,
});

/**
 * Stocks are listed by every second bit, 0, 1 to 3, 4 to 15, and so on: what is sold piece by piece seldom changes its list.
 * These are the lists that a range touches; none where it takes in all that is in stock, which is most of a catalogue.
 */
export function stockTraits(least: number, most: number): Told {
  const isAll = stockSize(least) > 1 || stockSize(most) < stockSize(Number.POSITIVE_INFINITY);
  return { traits: isAll ? sizeTraits('stock', least, most, stockSize) : [], isAll };
}

const stockSize = (stock: number) => Math.ceil(bitsOf(stock, LONGEST_STOCK) / 2);

function sizeTraits(field: string, least: number, most: number, sizeOf: (value: number) => number): string[] {
  if (most < least || most < 0) return [];
  const [first, last] = [sizeOf(least), sizeOf(most)];
  return Array.from({ length: last - first + 1 }, (_, place) => `${field}=${first + place}`);
}

const bitsOf = (value: number, longest: number) => 32 - Math.clz32(Math.min(Math.max(value, 0), 2 ** (longest - 1)));

const WEEK_MS = 7 * 86_400_000;
/** Half a year; a stretch that touches more weeks is looked up in so many of them, the latest. */
const MOST_WEEKS = 27;

/**
 * Items are listed by the week, counted from 1970, in which the catalogue first knew them. These are the lists that a
 * stretch of time touches, the latest first.
 */
export function weekTraits(from: number, to: number): Told {
  if (to < from) return { traits: [], isAll: true };
  const [first, last] = [weekOf(from), weekOf(to)];
  const weeks = last - first + 1;
  const traits = Array.from({ length: Math.min(weeks, MOST_WEEKS) }, (_, back) => `firstSeenAt=${last - back}`);
  return { traits, isAll: weeks <= MOST_WEEKS };
}

const weekOf = (time: number) => Math.floor(time / WEEK_MS);

/** When a row was listed, if the lists may be relied on to tell of it. */
export const listedSince = (listedAt: string | undefined, now: Date): string | undefined =>
  listedAt !== undefined && now.getTime() - Date.parse(listedAt) < LISTED_DAYS * 86_400_000 ? listedAt : undefined;

/** What an item is listed under, so that a filter finds it in a catalogue of any size. */
export function traitsOf({
  category,
  brand,
  attributes,
  price,
  firstSeenAt,
  stock,
}: Pick<CatalogueRow, 'category' | 'brand' | 'attributes' | 'price' | 'firstSeenAt' | 'stock'>): Set<string> {
  const said = [
    ...priceTraits(price, price).traits,
    ...(firstSeenAt === undefined ? [] : weekTraits(Date.parse(firstSeenAt), Date.parse(firstSeenAt)).traits),
    ...(stock === null ? [] : stockTraits(stock, stock).traits),
    ...category.map((name) => traitOf('category', name)),
    traitOf('brand', brand),
    ...Object.entries(attributes).map(([name, value]) => traitOf(`attributes.${name}`, value)),
  ];
  const traits = [...new Set(said.filter((trait) => trait !== undefined))];
  return new Set(traits.length > MOST_TRAITS ? [...traits.slice(0, MOST_TRAITS), HAS_MORE] : traits);
}
