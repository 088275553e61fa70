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

/** Everything that happened in the shop in the `days` before `end`, in the order in which it happened. */
export function historyOf(shop: DemoShop, end: Date, days: number, seed = 7): DemoCall[] {
  const lives = shop.shoppers.map((shopper, index) =>
    liveThrough(shopper, shop.world, end, days, createRandom(seed + 1_000 + index)),
  );
  return lives.flat().sort((left, right) => Date.parse(left.timestamp) - Date.parse(right.timestamp));
}
