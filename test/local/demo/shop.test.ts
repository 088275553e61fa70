import * as z from 'zod';
import { batchesOf } from '../../../local/demo/seed.ts';
import { createDemoShop, historyOf } from '../../../local/demo/shop.ts';
import type { DemoCall } from '../../../local/demo/visits.ts';

const END = new Date('2026-03-01T12:00:00Z');
const shop = createDemoShop({ items: 560, shoppers: 300 });
const history = [...historyOf(shop, END, 120)];
const orders = history.filter((call) => call.event === 'Order Completed');

describe('the demo shop', () => {
  it('is the same shop for the same seed and another one for another', () => {
    expect([...historyOf(createDemoShop({ items: 560, shoppers: 300 }), END, 120)]).toEqual(history);
    expect(createDemoShop({ items: 560, shoppers: 1, seed: 8 }).items[0]).not.toEqual(shop.items[0]);
  });

  it('gives every call a message id of its own and a time in the past', () => {
    expect(new Set(history.map((call) => call.messageId)).size).toBe(history.length);
    expect(history.every((call) => Date.parse(call.timestamp) < END.getTime())).toBe(true);
  });

  it('sells only what was put into the basket before', () => {
    const added = new Set(
      history
        .filter((call) => call.event === 'Product Added')
        .map((call) => `${call.userId}:${call.properties?.product_id}`),
    );

    const bought = orders.flatMap((call) => linesOf(call).map((line) => `${call.userId}:${line.product_id}`));

    expect(bought.length).toBeGreaterThan(100);
    expect(bought.every((line) => added.has(line))).toBe(true);
  });

  it('asks of an order what its lines cost together, and nothing twice', () => {
    for (const order of orders) {
      const lines = linesOf(order);
      expect(order.properties?.total).toBeCloseTo(
        lines.reduce((sum, { price, quantity }) => sum + price * quantity, 0),
        2,
      );
      expect(new Set(lines.map(({ product_id }) => product_id)).size).toBe(lines.length);
    }
  });

  it('fills some baskets with things that go together, the same ones again and again', () => {
    const itemOf = new Map(shop.items.map((item) => [item.itemId, item]));
    const baskets = orders.map((order) => linesOf(order).flatMap((line) => itemOf.get(line.product_id) ?? []));
    const pairs = baskets.flatMap((items) =>
      items.flatMap((one, place) => items.slice(place + 1).map((other) => [one.itemId, other.itemId].sort().join())),
    );
    const repeated = pairs.filter((pair, place) => pairs.indexOf(pair) < place);

    expect(baskets.flat().length / baskets.length).toBeGreaterThan(1.5);
    expect(baskets.flat().length / baskets.length).toBeLessThan(2);
    expect(baskets.every((items) => new Set(items.map(({ style }) => style)).size === 1)).toBe(true);
    expect(baskets.every(([first, ...beside]) => beside.every((item) => item.category[1] !== first?.category[1]))).toBe(
      true,
    );
    expect(repeated.length).toBeGreaterThan(pairs.length / 4);
  });

  it('has tastes that show: a shopper buys from few styles, not from all alike', () => {
    const styleOf = new Map(shop.items.map((item) => [item.itemId, item.style]));
    const favourite = new Map(
      shop.shoppers.map((shopper) => [shopper.customerId, shopper.taste.indexOf(Math.max(...shopper.taste))]),
    );
    const styles = ['minimal', 'bohemian', 'outdoor', 'classic', 'playful', 'luxe', 'industrial', 'coastal'];

    const matches = orders.filter(
      (call) => styles[favourite.get(call.userId ?? '') ?? -1] === styleOf.get(linesOf(call)[0]?.product_id ?? ''),
    );

    expect(matches.length / orders.length).toBeGreaterThan(2 / styles.length);
  });

  it('never tells the learners a taste: no style word is a field of an item or of a call', () => {
    expect(JSON.stringify(history)).not.toMatch(/"(style|taste|appeal)"/);
  });
});

describe('batchesOf', () => {
  it('keeps every call, in order, within what one batch may carry', () => {
    const batches = [...batchesOf(history)];

    expect(batches.flat()).toEqual(history);
    expect(batches.every((batch) => batch.length <= 1_000 && JSON.stringify(batch).length < 500_000)).toBe(true);
  });
});

const Lines = z.array(z.object({ product_id: z.string(), price: z.number(), quantity: z.number() })).min(1);
const linesOf = (order: DemoCall) => Lines.parse(order.properties?.products);
