import { setTimeout as sleep } from 'node:timers/promises';
import { CreateContentResponse } from '../../core/content/contract.ts';
import { ModelView, RunDetail, StartTrainingResponse } from '../../core/models/contract.ts';
import type { ApiClient } from '../../local/api-client.ts';
import { createDemoShop } from '../../local/demo/shop.ts';
import { openClients } from './support/shops.ts';

/** Less than a catalogue of templates takes to be written better than byte 6-grams do. */
const SMALL = { compact: { epochs: '6', max_seconds: '45', vocabulary: '600', width: '64', layers: '2', heads: '2' } };
const PATIENCE_MS = 300_000;

let server: ApiClient;
const { items } = createDemoShop({ items: 240, shoppers: 1 });

beforeAll(async () => {
  ({ server } = await openClients());
  const sent = items.map(({ itemId, title, description, category, brand, attributes, price }) => {
    return { itemId, title, description, category: [...category], brand, attributes, price };
  });
  await server.post('/items', { items: sent });
}, 300_000);

describe('a shop’s own writer', () => {
  it(
    'goes through the gate, and writes only where it is clearly better than its reference',
    async () => {
      const { runId } = StartTrainingResponse.parse(
        await server.post('/models/generator/train', { hyperparameters: SMALL }),
      );

      const run = await ended(runId);

      const [against] = run.evaluation?.comparisons ?? [];
      const isBetter = (against?.high ?? 0) < 0;
      expect(against).toMatchObject({ candidate: 'compact', against: 'byte-grams' });
      expect(run).toMatchObject(isBetter ? { status: 'promoted' } : { status: 'kept', verdict: { action: 'keep' } });
      const { champion } = ModelView.parse(await server.get('/models/generator'));
      expect(champion).toHaveLength(isBetter ? 1 : 0);
      if (isBetter) await expectGrounded(champion[0]?.modelVersion);
      else await expect(write()).rejects.toThrow('answered 409: No generator writes for this shop yet');
    },
    PATIENCE_MS + 60_000,
  );
});

const write = () => server.post('/content', { itemId: items[0]?.itemId });

async function expectGrounded(model: string | undefined): Promise<void> {
  const [draft] = CreateContentResponse.parse(await write()).data;
  expect(draft?.author).toMatchObject({ by: 'model', model });
  expect(draft?.checked.claims.length).toBeGreaterThan(0);
  expect(draft?.checked.claims.filter(({ status }) => status !== 'verified')).toEqual([]);
}

async function ended(runId: string): Promise<RunDetail> {
  for (const started = Date.now(); Date.now() - started < PATIENCE_MS; await sleep(1_000)) {
    const run = RunDetail.parse(await server.get(`/models/generator/runs/${runId}`));
    if (run.status !== 'running') return run;
  }
  throw new Error(`run ${runId} did not end`);
}
