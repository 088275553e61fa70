import type { CatalogueRow, PutItem } from './contract.ts';
import { listedSince } from './traits.ts';

const DAY_MS = 86_400_000;
/** A reduction is measured against the month before it. */
const REFERENCE_DAYS = 30;
/** A price that has stood for so long is no reduction any more, it is the price. */
const SALE_DAYS = 60;
const MOST_PRICES = 30;

export interface Sale {
  /** By how much of the reference price, 0 to 1. */
  readonly reduction: number;
  readonly since: string;
}

/** A row as the catalogue keeps it: what is known and listed since when, and which prices it had. */
export function continueRow(
  { imageVector: _, ...row }: PutItem,
  before: CatalogueRow | undefined,
  shop: string,
  now: Date,
): CatalogueRow {
  const updatedAt = now.toISOString();
  const known = before ? (before.prices ?? [{ price: before.price, since: before.updatedAt }]) : [];
  const prices = known.at(-1)?.price === row.price ? known : [...known, { price: row.price, since: updatedAt }];
  return {
    ...row,
    shop,
    updatedAt,
    firstSeenAt: before ? (before.firstSeenAt ?? before.updatedAt) : updatedAt,
    prices: prices.slice(-MOST_PRICES),
    listedAt: listedSince(before?.listedAt, now) ?? updatedAt,
    wordsListedAt: listedSince(before?.wordsListedAt, now) ?? updatedAt,
  };
}

/**
 * Whether an item is reduced: it costs less than the lowest price of the 30 days before the reduction, as article 6a of
 * the EU's Directive 98/6/EC has it. An item without such a past is not on sale, whatever its shop calls it.
 */
export function saleOf({ prices = [] }: Pick<CatalogueRow, 'prices'>, now: Date): Sale | undefined {
  const current = prices.at(-1);
  if (!current || prices.length < 2) return undefined;
  const changed = Date.parse(current.since);
  if (now.getTime() - changed > SALE_DAYS * DAY_MS) return undefined;
  const from = changed - REFERENCE_DAYS * DAY_MS;
  const applied = prices.slice(0, -1).filter((_, index) => Date.parse(prices[index + 1]?.since ?? '') > from);
  const reference = Math.min(...applied.map(({ price }) => price));
  if (!applied.length || current.price >= reference) return undefined;
  return { reduction: 1 - current.price / reference, since: current.since };
}
