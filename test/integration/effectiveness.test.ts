import { awaitCrowd, customerOf, gatherCrowd } from '../../bench/campaign/crowd.ts';
import { Audience, CampaignView, MessagePage } from '../../core/campaigns/contract.ts';
import { winBack } from '../../core/campaigns/library.ts';
import { runIdOf } from '../../core/campaigns/run-id.ts';
import type { MessageDecision } from '../../core/decisions/contract.ts';
import type { LakeEvent } from '../../core/events/contract.ts';
import { ModelView } from '../../core/models/contract.ts';
import { createRandom } from '../../local/demo/random.ts';
import { layDown } from './support/lake.ts';
import { eventually, platform } from './support/platform.ts';
import { RUN_PATIENCE_MS, runOf } from './support/runs.ts';
import { openClients } from './support/shops.ts';

const DAY_MS = 86_400_000;
const HISTORY = 3_000;
const CROWD = 80;
const ago = (days: number) => new Date(Date.now() - days * DAY_MS);

jest.setTimeout(RUN_PATIENCE_MS + 120_000);

/** Two months of messages. Who had looked at something within the week answered by an order three times in four, others seldom. */
function pastMessages(shop: string) {
  const random = createRandom(7);
  const decisions: MessageDecision[] = [];
  const events: LakeEvent[] = [];
  for (let index = 0; index < HISTORY; index++) {
    const days = 60 - (index / HISTORY) * 50;
    const at = ago(days);
    const customer = `past-${index}`;
    const runId = runIdOf(at);
    const requestId = `win-back.${runId}.${customer}`;
    decisions.push({
      ...{ requestId, shop, customer, isKnown: true, kind: 'message', surface: 'email', at: at.toISOString() },
      ...{ experimentArm: 'treated', modelVersion: 'win-back@1', policy: 'win-back', campaignId: 'win-back', runId },
      ...{ status: 'sent', language: 'en', propensity: 1, slate: [] },
    });
    const isRecent = random.uniform() < 0.5;
    const event = (name: string, when: Date): LakeEvent => ({
      ...{ shop, messageId: `${name}-${index}`, type: 'track', event: name, customer, isKnown: true },
      ...{ timestamp: when.toISOString(), receivedAt: when.toISOString(), orderId: `order-${index}` },
      items: [{ itemId: 'lamp', quantity: 1, price: 1_999 }],
    });
    events.push(event('Product Viewed', ago(days + (isRecent ? 2 : 40) + random.uniform())));
    if (random.uniform() < (isRecent ? 0.75 : 0.1)) events.push(event('Order Completed', ago(days - 2)));
  }
  return { decisions, events };
}

it('learns who answers, and a campaign for the likeliest writes to those', async () => {
  const clients = await openClients();
  const shop = clients.asked;
  const { decisions, events } = pastMessages(clients.shop);
  await layDown('decisions', clients.shop, ago(1), decisions);
  await layDown('events', clients.shop, ago(1), events);

  const run = await runOf('train', {}, 'effectiveness', shop);

  expect(run.reason).toBeUndefined();
  expect(run).toMatchObject({ status: 'promoted', verdict: { action: 'promote' } });
  const families = run.evaluation?.candidates.map(({ candidate }) => candidate);
  expect(new Set(families)).toEqual(new Set(['logistic-regression', 'svm']));
  const { champion } = await shop.read('/models/effectiveness', ModelView);
  expect(champion).toHaveLength(1);

  const crowd = { size: CROWD, domain: `${Date.now().toString(36)}.example.com` };
  await gatherCrowd(crowd, { ...clients, publicUrl: `${platform.PERENNIAL_URL}/v1` });
  const visitors = Array.from({ length: CROWD }, (_, index) => index).filter((index) => index % 2 === 0);
  await clients.tracker.post('/batch', {
    batch: visitors.map((index) => ({
      ...{ type: 'track', event: 'Product Viewed', messageId: `visit-${index}`, userId: customerOf(index) },
      ...{ timestamp: ago(2).toISOString(), properties: { product_id: 'lamp', price: 19.99 } },
    })),
  });
  const matched = async (segment: string) =>
    Audience.parse(await clients.server.post('/campaigns/win-back/audience', { segment })).matched;
  await awaitCrowd(crowd, () => matched('customer.orders >= 1'), 60_000);
  await eventually(async () => (await matched('customer.views >= 1')) === visitors.length, 'the visits');
  const definition = {
    ...{ ...winBack, schedule: null, holdoutShare: 0, segment: 'customer.orders >= 1' },
    targeting: { by: 'response', share: 0.4 },
  };
  await clients.server.put('/campaigns/win-back', { definition, isActive: false });
  await clients.server.post('/campaigns/win-back/run', {});

  const done = await eventually(
    async () => {
      const [latest] = (await shop.read('/campaigns/win-back', CampaignView)).runs;
      if (latest?.status === 'failed') throw new Error(latest.reason);
      return latest?.status === 'done' && latest;
    },
    'the campaign’s run',
    120_000,
  );

  expect(done.targeting).toMatchObject({ status: 'ranked', modelVersion: champion[0]?.modelVersion, isPartial: false });
  const { data } = await shop.read('/campaigns/win-back/messages?limit=100', MessagePage);
  const scored = data.filter(({ response }) => response);
  const threshold = done.targeting?.threshold ?? Number.NaN;
  const likely = scored.filter(({ response }) => (response?.score ?? 0) >= threshold);
  expect(likely.length).toBeGreaterThan(10);
  expect(likely.every(({ status, arm }) => status === 'sent' || arm === 'holdout')).toBe(true);
  // Nobody unlikely is written to but the few who are tried all the same.
  const unlikely = scored.filter(({ response }) => (response?.score ?? 0) < threshold);
  expect(unlikely.filter(({ status }) => status === 'skipped').length).toBeGreaterThan(unlikely.length * 0.7);
  const meanOf = (some: typeof scored) =>
    some.reduce((sum, { response }) => sum + (response?.score ?? 0), 0) / some.length;
  expect(meanOf(likely)).toBeGreaterThan(0.5);
  expect(meanOf(unlikely)).toBeLessThan(0.4);
});
