import * as z from 'zod';
import { basketLinesOf } from '../customers/basket.ts';
import type { Identity } from '../customers/identity.ts';
import { type OnlineState, wholeOrderKey } from '../customers/online-state.ts';
import type { ProfiledFacts, SegmentFacts } from './contract.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const PurchaseKey = z.tuple([z.string().nullable(), z.string()]);

/** Of somebody whom no refresh has met. */
export const notProfiled: ProfiledFacts = {
  cluster: null,
  rfm: null,
  churn_risk: null,
  spent: null,
  top_category: null,
  top_brand: null,
};

/** What segments ask of one customer, from what is known of them now and what their profile says. */
export function factsOf(
  identity: Identity,
  state: OnlineState,
  now: Date,
  profiled: ProfiledFacts = notProfiled,
): SegmentFacts {
  const orders = ordersOf(state);
  const lastOrderMs = Math.max(Number.NEGATIVE_INFINITY, ...orders.values());
  const seen = Object.values(state.interactions);
  const lastSeenMs = Math.max(lastOrderMs, ...seen.map(({ stamp }) => stamp[0]));
  const attributes = Object.fromEntries(
    Object.entries(identity.attributes).map(([name, { value }]) => [name, String(value)]),
  );
  return {
    orders: orders.size,
    days_since_order: ago(lastOrderMs, now, DAY_MS),
    days_since_visit: ago(lastSeenMs, now, DAY_MS),
    views: seen.filter(({ kind }) => kind === 'view').length,
    ...basketFacts(state, now),
    country: attributes.country ?? null,
    language: attributes.language ?? null,
    attributes,
    ...profiled,
  };
}

/** Orders that stand, with the time of each in milliseconds. */
export function ordersOf(state: OnlineState): Map<string, number> {
  const orders = new Map<string, number>();
  for (const [key, { stamp, isKept }] of Object.entries(state.purchases)) {
    const [itemId, orderId] = PurchaseKey.parse(JSON.parse(key));
    const cancelled = state.purchases[wholeOrderKey(orderId)];
    if (itemId === null || !isKept || (cancelled && cancelled.stamp[0] >= stamp[0])) continue;
    // An order without an id is told from another by its time alone.
    const order = orderId || `at ${stamp[0]}`;
    orders.set(order, Math.max(stamp[0], orders.get(order) ?? Number.NEGATIVE_INFINITY));
  }
  return orders;
}

function basketFacts(state: OnlineState, now: Date) {
  const lines = basketLinesOf(state, now);
  const prices = new Map<string, { readonly at: number; readonly price: number }>();
  for (const { itemId, price, stamp } of Object.values(state.interactions)) {
    if (itemId === undefined || !price || (prices.get(itemId)?.at ?? 0) > stamp[0]) continue;
    prices.set(itemId, { at: stamp[0], price });
  }
  const value = lines.reduce((sum, { itemId, pieces }) => sum + (prices.get(itemId)?.price ?? 0) * pieces, 0);
  const touchedMs = Math.max(Number.NEGATIVE_INFINITY, ...lines.map(({ touchedAt }) => Date.parse(touchedAt)));
  return { basket_items: lines.length, basket_value: value, hours_since_basket: ago(touchedMs, now, HOUR_MS) };
}

const ago = (atMs: number, now: Date, unitMs: number): number | null =>
  Number.isFinite(atMs) ? Math.max(0, (now.getTime() - atMs) / unitMs) : null;
