import { type DemoItem, STYLES } from './catalogue.ts';
import type { Random } from './random.ts';
import type { DemoShopper } from './shoppers.ts';

/** One Segment call as a shop's browser or server would send it. */
export interface DemoCall {
  readonly type: 'track' | 'identify';
  readonly event?: string;
  readonly userId?: string;
  readonly anonymousId?: string;
  readonly messageId: string;
  readonly timestamp: string;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly traits?: Readonly<Record<string, unknown>>;
  readonly context: Readonly<Record<string, unknown>>;
}

const DAY_MS = 86_400_000;
const ANONYMOUS_SHARE = 0.08;
/** Chance that one more thing goes into a basket on its way to the till. */
const ONE_MORE = 0.5;
const COMPANIONS = 3;

/** What goes well with what: a bought thing pulls its complement into the same basket or the next visit. */
const COMPLEMENTS: Readonly<Record<string, string>> = {
  Bedding: 'Textiles',
  Textiles: 'Lighting',
  Kitchen: 'Storage',
  Dresses: 'Shoes',
  Knitwear: 'Shoes',
  Shoes: 'Bags',
  Shirts: 'Trousers',
  Trousers: 'Outerwear',
  Bags: 'Jewellery',
  'Outdoor living': 'Lighting',
};

export interface World {
  readonly items: readonly DemoItem[];
  readonly byCategory: ReadonlyMap<string, readonly DemoItem[]>;
  /** Of each item id: what is bought in one order with it, the best match first. */
  readonly companions: ReadonlyMap<string, readonly DemoItem[]>;
}

export function createWorld(items: readonly DemoItem[]): World {
  const byCategory = new Map<string, DemoItem[]>();
  for (const item of items) byCategory.set(item.category[1], [...(byCategory.get(item.category[1]) ?? []), item]);
  return { items, byCategory, companions: new Map(items.map((item) => [item.itemId, companionsOf(item, items)])) };
}

/** Of the shelves that go with the item's: things in the same style, those first that are priced as it is. */
function companionsOf(item: DemoItem, items: readonly DemoItem[]): DemoItem[] {
  const distance = (other: DemoItem) => Math.abs(Math.log(other.price / item.price));
  return items
    .filter((other) => other.style === item.style && isComplement(other.category[1], item.category[1]))
    .sort((left, right) => distance(left) - distance(right))
    .slice(0, COMPANIONS);
}

const isComplement = (one: string, other: string) => COMPLEMENTS[one] === other || COMPLEMENTS[other] === one;

/** All calls of one shopper over `days` days before `end`, in time order. A pure function of its arguments. */
export function liveThrough(shopper: DemoShopper, world: World, end: Date, days: number, random: Random): DemoCall[] {
  const calls: DemoCall[] = [];
  const open = [...world.byCategory].filter(([, items]) => shopper.departments.includes(items[0]?.category[0] ?? ''));
  if (!open.length) return calls;
  const owned = new Set<string>();
  let wanted: string | undefined;
  let day = (random.uniform() * 30) / shopper.visitsPerMonth;
  while (day < days) {
    const start = end.getTime() - (days - day) * DAY_MS;
    const category = wanted && random.uniform() < 0.6 ? wanted : random.pick(open)[0];
    const visit = visitOnce(shopper, world, category, start, owned, random);
    calls.push(...visit.calls);
    wanted = visit.bought ? COMPLEMENTS[visit.bought.category[1]] : undefined;
    if (random.uniform() < shopper.lapse) break;
    day += Math.max(0.02, (-Math.log(1 - random.uniform()) * 30) / shopper.visitsPerMonth);
  }
  return calls.filter((call) => Date.parse(call.timestamp) < end.getTime());
}

interface Visit {
  readonly calls: readonly DemoCall[];
  readonly bought?: DemoItem;
}

/**
 * A visit looks at a few things of one category, weighs them by taste, price and appeal, and sometimes buys: one of them,
 * and now and then what goes with it.
 */
export function visitOnce(
  shopper: DemoShopper,
  world: World,
  category: string,
  start: number,
  owned: Set<string>,
  random: Random,
): Visit {
  const calls: DemoCall[] = [];
  const shelf = world.byCategory.get(category) ?? [];
  let clock = start;
  const stamp = (what: string) => {
    clock += 8_000 + random.below(60_000);
    const messageId = `${shopper.customerId}:${Math.round(clock)}:${what.replaceAll(' ', '-').toLowerCase()}`;
    const context = { device: { type: shopper.device }, locale: shopper.country };
    return { messageId, timestamp: new Date(clock).toISOString(), context };
  };
  // Now and then somebody looks around before signing in; the sign-in then says whose browser it was.
  let who: { anonymousId: string } | { userId: string } =
    random.uniform() < ANONYMOUS_SHARE ? { anonymousId: shopper.anonymousId } : { userId: shopper.customerId };
  const call = (event: string, properties: Record<string, unknown>) => {
    calls.push({ type: 'track', event, ...who, ...stamp(event), properties });
  };
  const signIn = () => {
    if ('userId' in who) return;
    who = { userId: shopper.customerId };
    const traits = { email: shopper.email, name: shopper.name };
    calls.push({
      type: 'identify',
      userId: shopper.customerId,
      anonymousId: shopper.anonymousId,
      ...stamp('identify'),
      traits,
    });
  };
  const weights = shelf.map((item) => (owned.has(item.itemId) ? 0 : Math.exp(utility(shopper, item))));
  if (!weights.some(Boolean)) return { calls };
  const seen = Array.from({ length: 1 + random.poisson(2.2) }, () => shelf[random.weighted(weights)]).filter(
    (item) => item !== undefined,
  );
  for (const item of seen) call('Product Viewed', productProperties(item));
  const best = [...seen].sort((left, right) => utility(shopper, right) - utility(shopper, left))[0];
  if (!best || random.uniform() > 1 / (1 + Math.exp(1.1 - 0.55 * utility(shopper, best)))) return { calls };
  signIn();
  call('Product Added', { ...productProperties(best), quantity: 1 });
  if (random.uniform() < 0.25) {
    if (random.uniform() < 0.5) call('Product Removed', { ...productProperties(best), quantity: 1 });
    return { calls };
  }
  const beside = whatGoesWith(best, shopper, world, owned, random);
  for (const item of beside) {
    call('Product Viewed', productProperties(item));
    call('Product Added', { ...productProperties(item), quantity: 1 });
  }
  const basket = [best, ...beside];
  for (const item of basket) owned.add(item.itemId);
  const orderId = `order-${shopper.customerId.slice(9)}-${Math.round(clock / 1000)}`;
  call('Order Completed', {
    order_id: orderId,
    currency: 'EUR',
    total: basket.reduce((sum, { price }) => sum + price, 0) / 100,
    products: basket.map((item) => ({ ...productProperties(item), quantity: 1 })),
  });
  return { calls, bought: best };
}

/** What else goes into the basket with `item`: of its companions, those that are new to the shopper and looked for at all. */
function whatGoesWith(
  item: DemoItem,
  shopper: DemoShopper,
  { companions }: World,
  owned: ReadonlySet<string>,
  random: Random,
): DemoItem[] {
  const left = (companions.get(item.itemId) ?? []).filter(
    (other) => !owned.has(other.itemId) && shopper.departments.includes(other.category[0]),
  );
  const taken: DemoItem[] = [];
  while (left.length && random.uniform() < ONE_MORE) taken.push(...left.splice(random.below(left.length), 1));
  return taken;
}

function utility(shopper: DemoShopper, item: DemoItem): number {
  const taste = Math.log(0.02 + (shopper.taste[STYLES.indexOf(item.style)] ?? 0));
  const overpriced = Math.log(item.price) - shopper.budget;
  return 1.1 * taste + 3 + item.appeal - 0.9 * Math.max(0, overpriced) ** 2;
}

const productProperties = (item: DemoItem) => ({
  product_id: item.itemId,
  name: item.title,
  price: item.price / 100,
  category: item.category.join('/'),
  brand: item.brand,
});
