import { CreateContentResponse } from '../../core/content/contract.ts';
import { ModelView } from '../../core/models/contract.ts';
import { createDemoShop } from '../../local/demo/shop.ts';
import { lakeLines } from './support/lake.ts';
import { eventually, type Shop } from './support/platform.ts';
import { RUN_PATIENCE_MS, runOf } from './support/runs.ts';
import { openShop } from './support/shops.ts';

/** Less than a catalogue of templates takes to be written better than byte 6-grams do. */
const SMALL = { compact: { epochs: '6', max_seconds: '45', vocabulary: '600', width: '64', layers: '2', heads: '2' } };

let shop: Shop;
const { items } = createDemoShop({ items: 240, shoppers: 1 });

beforeAll(async () => {
  const since = new Date();
  const { id, ...own } = await openShop();
  shop = own;
  const sent = items.map(({ itemId, title, description, category, brand, attributes, price }) => {
    return { itemId, title, description, category: [...category], brand, attributes, price };
  });
  expect(await shop.post('/items', { items: sent })).toMatchObject({ status: 200 });
  // A model learns from the lake, and the queue is the way there.
  await eventually(
    async () => (await lakeLines('items', since, id)).length >= items.length,
    'the catalogue in the lake',
  );
});

describe('a shop’s own writer', () => {
  it(
    'goes through the gate, and writes only where it is clearly better than its reference',
    async () => {
      const run = await runOf('train', { hyperparameters: SMALL }, 'generator', shop);

      expect(run.reason).toBeUndefined();
      const [against] = run.evaluation?.comparisons ?? [];
      const isBetter = (against?.high ?? 0) < 0;
      expect(against).toMatchObject({ candidate: 'compact', against: 'byte-grams' });
      expect(run).toMatchObject(isBetter ? { status: 'promoted' } : { status: 'kept', verdict: { action: 'keep' } });
      const { champion } = await shop.read('/models/generator', ModelView);
      expect(champion).toHaveLength(isBetter ? 1 : 0);
      if (isBetter) await expectGrounded(champion[0]?.modelVersion);
      else expect(await write()).toMatchObject({ status: 409, body: { detail: expect.stringContaining(NOBODY) } });
    },
    RUN_PATIENCE_MS + 60_000,
  );
});

const NOBODY = 'No generator writes for this shop yet';

const write = () => shop.post('/content', { itemId: items[0]?.itemId });

async function expectGrounded(model: string | undefined): Promise<void> {
  const [draft] = CreateContentResponse.parse((await write()).body).data;
  expect(draft?.author).toMatchObject({ by: 'model', model });
  expect(draft?.checked.claims.length).toBeGreaterThan(0);
  expect(draft?.checked.claims.filter(({ status }) => status !== 'verified')).toEqual([]);
}
