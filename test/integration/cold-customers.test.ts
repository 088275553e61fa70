import type { CustomerRow } from '../../core/customers/contract.ts';
import type { LakeEvent } from '../../core/events/contract.ts';
import { ModelView } from '../../core/models/contract.ts';
import { Recommendations } from '../../core/recommendations/contract.ts';
import { createRandom } from '../../local/demo/random.ts';
import { layDown } from './support/lake.ts';
import { eventually, newId, type Shop } from './support/platform.ts';
import { RUN_PATIENCE_MS, runOf } from './support/runs.ts';
import { openShop } from './support/shops.ts';

const DAY_MS = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * DAY_MS);
const shelf = (country: string) => Array.from({ length: 15 }, (_, index) => `${country}-${index}`);
const ITEMS = [...shelf('all'), ...shelf('de'), ...shelf('cn')];

jest.setTimeout(RUN_PATIENCE_MS + 120_000);

/** Two months of customers who view and buy: half of what each meets is of their country alone. */
function past(shop: string) {
  const random = createRandom(7);
  const events: LakeEvent[] = [];
  const rows: CustomerRow[] = [];
  for (let index = 0; index < 240; index++) {
    const customer = `past-${index}`;
    const country = index % 3 ? 'cn' : 'de';
    rows.push({ shop, customer, attributes: { country }, updatedAt: ago(2).toISOString() });
    for (let step = 0; step < 8; step++) {
      const items = shelf(step % 2 ? country : 'all');
      const at = new Date(ago(60 - index / 5).getTime() + step * 60_000).toISOString();
      events.push({
        ...{ shop, messageId: `${customer}-${step}`, type: 'track', customer, isKnown: true },
        ...{ event: step < 7 ? 'Product Viewed' : 'Order Completed', timestamp: at, receivedAt: at },
        orderId: `order-${index}`,
        items: [{ itemId: items[Math.floor(random.uniform() * items.length)] ?? '', quantity: 1, price: 1_999 }],
      });
    }
  }
  return { events, rows };
}

/** Somebody new who is treated, of whom nothing but this is known. */
async function aStranger(shop: Shop, attributes?: Readonly<Record<string, string>>) {
  for (let tries = 0; tries < 20; tries++) {
    const customerId = newId('user');
    const put = await shop.post('/customers', { customers: [{ customerId, ...(attributes ? { attributes } : {}) }] });
    expect(put.status).toBe(200);
    const slate = () => shop.read(`/recommendations?customerId=${customerId}&surface=home&k=10`, Recommendations);
    if ((await slate()).experimentArm === 'treated') return slate;
  }
  throw new Error('Twenty strangers in a row are held out');
}

it('shows a new customer what is popular with customers who share an attribute, and says so without its value', async () => {
  const shop = await openShop();
  const { events, rows } = past(shop.id);
  await layDown('events', shop.id, ago(1), events);
  await layDown('customers', shop.id, ago(1), rows);
  const items = ITEMS.map((itemId) => ({ itemId, title: `The ${itemId}`, price: 1_999 }));
  expect((await shop.post('/items', { items })).status).toBe(200);
  await eventually(async () => JSON.stringify((await shop.get('/items?limit=50')).body).includes('cn-14'), 'the items');

  const run = await runOf('train', { rowLimit: 1_000, candidates: ['logistic-regression'] }, 'purchase', shop);

  expect(run.steps.find(({ name }) => name === 'Publish candidate lists')?.status).toBe('done');
  const { attributes } = await shop.read('/models/recommender', ModelView);
  expect(attributes?.isPublished).toBe(true);
  expect(attributes?.ratio_low).toBeGreaterThan(1);
  const german = await aStranger(shop, { country: 'de', shoeSize: '41' });
  const alike = await eventually(async () => {
    const slate = await german();
    return slate.policy === 'popular-alike' && slate;
  }, 'a slate by attributes');
  const chosen = alike.items.filter(({ source }) => source === 'popular-alike');
  expect(chosen.length).toBeGreaterThan(5);
  expect(chosen.filter(({ itemId }) => itemId.startsWith('cn-'))).toEqual([]);
  expect(chosen.filter(({ itemId }) => itemId.startsWith('de-')).length).toBeGreaterThan(3);
  for (const { reasons } of chosen) {
    expect(reasons[0]).toMatchObject({ code: 'popular-alike', group: { attribute: 'country', customers: 80 } });
    expect(reasons[0]?.text.en).toBe('Popular with customers who share your country.');
  }

  const nobody = await aStranger(shop);
  const plain = await nobody();
  expect(plain.policy).not.toBe('popular-alike');
  const codes = plain.items.flatMap(({ reasons }) => reasons.map(({ code }) => code));
  expect(codes).toContain('popular');
  expect(codes).not.toContain('popular-alike');
  // Two customers in three are Chinese, so their items are the shop's popular ones.
  expect(plain.items.filter(({ itemId }) => itemId.startsWith('de-')).length).toBeLessThan(
    plain.items.filter(({ itemId }) => itemId.startsWith('cn-')).length,
  );
});
