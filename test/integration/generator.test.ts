import { setTimeout as sleep } from 'node:timers/promises';
import { CreateContentResponse } from '../../core/content/contract.ts';
import { ModelView, RunDetail, StartTrainingResponse } from '../../core/models/contract.ts';
import type { ApiClient } from '../../local/api-client.ts';
import { createDemoShop } from '../../local/demo/shop.ts';
import { openClients } from './support/shops.ts';

/** Enough to beat byte 6-grams on a catalogue whose texts follow from their facts. */
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
    'goes through the gate against its reference, and then writes what the catalogue bears out',
    async () => {
      const { runId } = StartTrainingResponse.parse(
        await server.post('/models/generator/train', { hyperparameters: SMALL }),
      );

      const run = await ended(runId);
      const [draft] = CreateContentResponse.parse(await server.post('/content', { itemId: items[0]?.itemId })).data;

      expect(run).toMatchObject({ status: 'promoted', verdict: { action: 'promote' } });
      const [against] = run.evaluation?.comparisons ?? [];
      expect(against?.high).toBeLessThan(0);
      const { champion } = ModelView.parse(await server.get('/models/generator'));
      expect(draft?.author).toMatchObject({ by: 'model', model: champion[0]?.modelVersion });
      expect(draft?.checked.claims.length).toBeGreaterThan(0);
      expect(draft?.checked.claims.filter(({ status }) => status !== 'verified')).toEqual([]);
    },
    PATIENCE_MS + 60_000,
  );
});

async function ended(runId: string): Promise<RunDetail> {
  for (const started = Date.now(); Date.now() - started < PATIENCE_MS; await sleep(1_000)) {
    const run = RunDetail.parse(await server.get(`/models/generator/runs/${runId}`));
    if (run.status !== 'running') return run;
  }
  throw new Error(`run ${runId} did not end`);
}
