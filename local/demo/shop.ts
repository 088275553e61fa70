import { createCatalogue, type DemoItem } from './catalogue.ts';
import { createRandom } from './random.ts';
import { createShoppers, type DemoShopper } from './shoppers.ts';
import { createWorld, type DemoCall, liveThrough, type World } from './visits.ts';

export interface DemoShop {
  readonly items: readonly DemoItem[];
  readonly shoppers: readonly DemoShopper[];
  readonly world: World;
}

export interface DemoShopOptions {
  /** @default 640 */
  readonly items?: number;
  /** @default 5000 */
  readonly shoppers?: number;
  /** @default 7 */
  readonly seed?: number;
}

export function createDemoShop({ items = 640, shoppers = 5_000, seed = 7 }: DemoShopOptions = {}): DemoShop {
  const catalogue = createCatalogue(items, createRandom(seed));
  return {
    items: catalogue,
    shoppers: createShoppers(shoppers, createRandom(seed + 1)),
    world: createWorld(catalogue),
  };
}

/** Everything that happened in the shop in the `days` before `end`, one shopper after the other. */
export function* historyOf(shop: DemoShop, end: Date, days: number, seed = 7): Generator<DemoCall> {
  for (const [index, shopper] of shop.shoppers.entries()) {
    yield* liveThrough(shopper, shop.world, end, days, createRandom(seed + 1_000 + index));
  }
}
