import { historyOf, type Interaction, type OnlineState } from '../customers/online-state.ts';
import type { CatalogueRow } from '../items/contract.ts';
import { ordersOf } from '../segments/facts-of.ts';
import type { Affinity, ProfileFacts } from './contract.ts';

const DAY_MS = 86_400_000;
/** A longer pause ends a visit. */
const VISIT_MS = 1_800_000;
const HALF_LIFE_MS = 30 * DAY_MS;
const AFFINITIES = 5;
/** As the refresh job weighs them; what is not named here is worth a look. */
const WEIGHTS: Readonly<Partial<Record<Interaction['kind'], number>>> = { add: 2, purchase: 4, dismiss: 0, remove: 0 };

/**
 * The facts of a customer whom no refresh has met yet, from the last interactions that are remembered. The refresh
 * counts the same things over the whole history. Undefined where nothing was ever seen of them.
 */
export function liveFacts(
  state: OnlineState,
  items: ReadonlyMap<string, Pick<CatalogueRow, 'category' | 'brand'>>,
  now: Date,
): ProfileFacts | undefined {
  const history = historyOf(state);
  const orders = [...ordersOf(state).values()].sort((left, right) => left - right);
  const times = [...history.map(({ stamp }) => stamp[0]), ...orders];
  if (!times.length) return undefined;
  const [first = 0, last = 0] = [orders[0], orders.at(-1)];
  const count = (kind: Interaction['kind']) => history.filter((one) => one.kind === kind).length;
  return {
    views: count('view'),
    adds: count('add'),
    orders: orders.length,
    activeDays: new Set(times.map((at) => Math.floor(at / DAY_MS))).size,
    firstSeenAt: new Date(Math.min(...times)).toISOString(),
    lastSeenAt: new Date(Math.max(...times)).toISOString(),
    dwellSeconds: dwellOf(history),
    daysSinceOrder: orders.length ? Math.max(0, (now.getTime() - last) / DAY_MS) : null,
    daysBetweenOrders: orders.length > 1 ? (last - first) / DAY_MS / (orders.length - 1) : null,
    spent: history.reduce(
      (sum, one) => sum + (one.kind === 'purchase' ? (one.price ?? 0) * (one.quantity ?? 1) : 0),
      0,
    ),
    categories: affinities(history, (itemId) => items.get(itemId)?.category.at(-1), now),
    brands: affinities(history, (itemId) => items.get(itemId)?.brand || undefined, now),
    price: quartiles(history.flatMap(({ price }) => (price ? [price] : []))),
    hour: hourOf(history),
    device: null,
  };
}

function dwellOf(history: readonly Interaction[]): number | null {
  const pauses = history.flatMap(({ kind, stamp }, place) => {
    const pause = (history[place + 1]?.stamp[0] ?? 0) - stamp[0];
    return kind === 'view' && pause > 0 && pause <= VISIT_MS ? [pause / 1000] : [];
  });
  return pauses.length ? quantile(pauses, 0.5) : null;
}

function affinities(
  history: readonly Interaction[],
  nameFor: (itemId: string) => string | undefined,
  now: Date,
): Affinity[] {
  const weights = new Map<string, number>();
  for (const { itemId, kind, stamp } of history) {
    const value = itemId === undefined ? undefined : nameFor(itemId);
    const weight = (WEIGHTS[kind] ?? 1) * 0.5 ** (Math.max(0, now.getTime() - stamp[0]) / HALF_LIFE_MS);
    if (value && weight > 0) weights.set(value, (weights.get(value) ?? 0) + weight);
  }
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  return [...weights]
    .map(([value, weight]) => ({ value, share: weight / total }))
    .sort((left, right) => right.share - left.share || (left.value < right.value ? -1 : 1))
    .slice(0, AFFINITIES);
}

function hourOf(history: readonly Interaction[]): ProfileFacts['hour'] {
  const hours = history.map(({ stamp }) => new Date(stamp[0]).getUTCHours());
  const times = (hour: number) => hours.filter((one) => one === hour).length;
  const [utc] = [...new Set(hours)].sort((left, right) => times(right) - times(left) || left - right);
  return utc === undefined ? null : { utc, share: times(utc) / hours.length };
}

function quartiles(prices: readonly number[]): ProfileFacts['price'] {
  if (!prices.length) return null;
  const [low, median, high] = [0.25, 0.5, 0.75].map((share) => Math.round(quantile(prices, share)));
  return { low: low ?? 0, median: median ?? 0, high: high ?? 0 };
}

/** Between the two nearest values, as DuckDB and numpy do. */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  const place = (sorted.length - 1) * share;
  const [below = 0, above = below] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return below + (above - below) * (place - Math.floor(place));
}
