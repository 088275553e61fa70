import { setTimeout as sleep } from 'node:timers/promises';
import type { CampaignReport, CampaignView, MessagePage } from '../../core/campaigns/contract.ts';
import { winBack } from '../../core/campaigns/library.ts';
import { readInbox, verifySender } from '../../local/inbox.ts';
import { platform, send } from './support/platform.ts';
import { openClients } from './support/shops.ts';

const DAY_MS = 86_400_000;
const CUSTOMERS = 24;
const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();
const idOf = (index: number) => `customer-${String(index).padStart(3, '0')}`;
/** Of this run alone: every shop of the platform writes into one inbox. */
const RUN = Date.now().toString(36);
const addressOf = (index: number) => `shopper.${index}@${RUN}.example.com`;

jest.setTimeout(300_000);

describe('a campaign on the laptop', () => {
  let laptop: Awaited<ReturnType<typeof openClients>>;
  const emulatorUrl = process.env.AWS_ENDPOINT_URL ?? '';

  beforeAll(async () => {
    laptop = await openClients();
    await verifySender('shop@demo.example');
    const { server, tracker } = laptop;
    await server.put('/channels', {
      from: { name: 'Demo shop', email: 'shop@demo.example' },
      publicUrl: `${platform.PERENNIAL_URL}/v1`,
      shopUrl: 'https://demo.example/',
      itemUrl: 'https://demo.example/items/{itemId}',
      postalAddress: 'Demo Street 1',
      quietHours: { from: '00:00', to: '00:00' },
    });
    await server.post('/items', { items: [{ itemId: 'lamp', title: 'Lamp', price: 1_999 }] });
    await server.post('/customers', {
      customers: Array.from({ length: CUSTOMERS }, (_, index) => ({
        customerId: idOf(index),
        identifiers: { email: addressOf(index), firstName: 'Ann' },
      })),
    });
    await tracker.post('/batch', {
      batch: Array.from({ length: CUSTOMERS }, (_, index) => anOrder(index, daysAgo(90))),
    });
    // Every third agreed to nothing.
    const agreed = Array.from({ length: CUSTOMERS }, (_, index) => index).filter((index) => index % 3 !== 0);
    await server.post('/consents', {
      consents: agreed.map((index) => ({ customerId: idOf(index), topic: 'offers', granted: true, at: daysAgo(100) })),
    });
    await eventually(async () => {
      const { matched } = await post<{ matched: number }>('/campaigns/win-back/audience', {
        segment: 'customer.orders >= 1',
      });
      expect(matched).toBe(CUSTOMERS);
    });
  });

  it('is fired by the scheduler, reaches an inbox, and its click becomes an outcome', async () => {
    const definition = { ...winBack, schedule: { expression: 'rate(1 minute)', timeZone: 'UTC' }, holdoutShare: 0.2 };
    await laptop.server.post('/campaigns', { campaignId: 'win-back', definition, isActive: true });

    const run = await eventually(async () => {
      const view = await get<CampaignView>('/campaigns/win-back');
      const [oldest] = view.runs.toReversed();
      expect(oldest).toMatchObject({ status: 'done', trigger: 'schedule' });
      return oldest;
    });
    await laptop.server.put('/campaigns/win-back', { definition, isActive: false });

    const { counts } = run ?? {};
    expect(counts).toMatchObject({ audience: CUSTOMERS, skipped: 8, held: 0, failed: 0, unresolved: 0 });
    expect((counts?.sent ?? 0) + (counts?.heldOut ?? 0)).toBe(16);
    const inbox = await ourInbox();
    const reached = inbox.flatMap(({ To }) => To);
    expect(reached).toHaveLength(counts?.sent ?? -1);
    expect(new Set(reached).size).toBe(reached.length);
    for (let index = 0; index < CUSTOMERS; index += 3) expect(reached).not.toContain(addressOf(index));

    const [message] = inbox;
    const link = message?.BodyText.match(/http\S+\/c\/\S+/)?.[0] ?? '';
    const clicked = await fetch(link, { redirect: 'manual', headers: { 'user-agent': 'a person' } });
    expect([clicked.status, clicked.headers.get('location')]).toEqual([302, 'https://demo.example/']);
    const opened = await fetch(message?.BodyHtml.match(/http[^"]+\/o\/[^"]+/)?.[0] ?? '', {
      headers: { 'user-agent': 'GoogleImageProxy' },
    });
    expect([opened.status, opened.headers.get('content-type')]).toEqual([200, 'image/gif']);
    const who = Number(message?.To[0]?.match(/\d+/)?.[0]);
    await laptop.tracker.post('/batch', { batch: [anOrder(who, new Date().toISOString(), 'after')] });

    await eventually(async () => {
      const report = await get<CampaignReport>('/campaigns/win-back/report');
      expect(report.funnel).toMatchObject({ clicked: 1, opened: 0, machineOpened: 1, ordered: 1 });
      expect(report.verdict).toBe('too-early');
      expect(report.incremental).toBeNull();
    });
  });

  it('is saved over what was read of it, and over nothing that somebody else has saved since', async () => {
    const authorization = laptop.asked.server;
    const save = (name: string, replaces: string) => {
      const body = { definition: { ...winBack, name, schedule: null }, isActive: false };
      return send('/campaigns/quiet', { method: 'PUT', authorization, body, headers: { 'if-match': replaces } });
    };
    const first = await save('One', '"0"');
    const read = await send('/campaigns/quiet', { authorization });
    expect([first.headers.get('etag'), read.headers.get('etag')]).toEqual(['"1"', '"1"']);

    expect(await save('Two', '"1"')).toMatchObject({ status: 200, body: { version: 2 } });
    expect(await save('Three', '"1"')).toMatchObject({
      ...{ status: 412, body: { type: 'urn:perennial:problem:overtaken', says: { code: 'campaign-overtaken' } } },
    });
  });

  it('keeps every message to be read, as it was sent', async () => {
    const { data } = await get<MessagePage>('/campaigns/win-back/messages?limit=100');
    const sent = data.find(({ status }) => status === 'sent');

    const view = await get<{ content: { html: string; subject: string } }>(
      `/campaigns/win-back/messages/${sent?.runId}/${sent?.customer}`,
    );

    expect(view.content.subject).toBe('New since your last visit, Ann');
    expect(view.content.html).toContain('Unsubscribe');
  });

  it('ends a topic by one click, before the next send', async () => {
    // The first one has bought since, and is no longer who the campaign is for.
    const first = (await ourInbox()).at(-1);
    const page = first?.BodyText.match(/http\S+\/preferences\?token=\S+/)?.[0] ?? '';
    const looked = await fetch(page);
    expect(await looked.text()).toContain('You get these.');

    const ended = await fetch(page.replace('/preferences', '/unsubscribe'), {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
    });

    expect(ended.status).toBe(200);
    const dry = await post<{ skipped: Record<string, number> }>('/campaigns/win-back/dry-run', {});
    expect(dry.skipped['no-consent']).toBe(9);
  });

  it('sends nobody the same campaign again, whoever starts it', async () => {
    const before = (await ourInbox()).length;

    const { runId } = await post<{ runId: string }>('/campaigns/win-back/run', {});
    await eventually(async () => {
      const view = await get<CampaignView>('/campaigns/win-back');
      expect(view.runs.find((one) => one.runId === runId)).toMatchObject({ status: 'done', trigger: 'demand' });
    });

    expect(await ourInbox()).toHaveLength(before);
  });

  async function ourInbox() {
    return (await readInbox(emulatorUrl)).filter(({ To }) =>
      To.some((address) => address.endsWith(`@${RUN}.example.com`)),
    );
  }
  async function get<Answer>(path: string): Promise<Answer> {
    return answered(await laptop.server.get(path));
  }
  async function post<Answer>(path: string, body: unknown): Promise<Answer> {
    return answered(await laptop.server.post(path, body));
  }
});

// The library edge: an answer is what the API's own contract says, which the handler checked.
// biome-ignore lint/suspicious/noExplicitAny: see above
const answered = (answer: any) => answer;

function anOrder(index: number, timestamp: string, order = 'before') {
  return {
    type: 'track',
    event: 'Order Completed',
    messageId: `${order}-${index}`,
    userId: idOf(index),
    timestamp,
    properties: { order_id: `${order}-${index}`, products: [{ product_id: 'lamp', price: 19.99, quantity: 1 }] },
  };
}

async function eventually<Answer>(look: () => Promise<Answer>): Promise<Answer> {
  const end = Date.now() + 150_000;
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (Date.now() > end) throw error;
      await sleep(1_500);
    }
  }
}
