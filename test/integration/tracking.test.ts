import { gzipSync } from 'node:zlib';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { Analytics } from '@segment/analytics-node';
import { CustomerView } from '../../core/customers/contract.ts';
import { anIdentifyCall, aTrackCall } from './support/calls.ts';
import { lakeLines } from './support/lake.ts';
import { demo, eventually, newId, outputs, platform, send } from './support/platform.ts';

/** The customer once their history is as long as it must become. */
const customerWith = (userId: string, interactions: number) =>
  eventually(async () => {
    const { status, body } = await demo.get(`/customers/${userId}`);
    if (status === 404) return undefined;
    const view = CustomerView.parse(body);
    return view.history.length >= interactions && view;
  }, `${interactions} interactions of a customer`);

describe('tracking', () => {
  it("takes what Segment's own client sends when only its host is changed", async () => {
    const userId = newId('user');
    const anonymousId = newId('browser');
    const analytics = new Analytics({
      writeKey: platform.PERENNIAL_PUBLISHABLE_KEY,
      host: platform.PERENNIAL_URL,
    });

    analytics.identify({ userId, anonymousId, traits: { email: `${userId}@example.com`, country: 'NL' } });
    // An earlier moment than the next call's: two of one millisecond have no order that a client could mean.
    const timestamp = new Date(Date.now() - 1_000);
    analytics.track({ userId, timestamp, event: 'Product Viewed', properties: { product_id: 'lamp-1', price: 20 } });
    analytics.page({ userId, name: 'Basket' });
    analytics.track({ userId, event: 'Product Added', properties: { product_id: 'lamp-2', quantity: 2 } });
    await analytics.closeAndFlush({ timeout: 20_000 });

    const { history, basket, attributes, identifiers, browsers } = await customerWith(userId, 2);
    expect(history.map(({ kind, itemId }) => [kind, itemId])).toEqual([
      ['view', 'lamp-1'],
      ['add', 'lamp-2'],
    ]);
    expect(basket).toEqual(['lamp-2']);
    expect({ attributes, identifiers }).toEqual({
      attributes: { country: 'NL' },
      identifiers: { email: `${userId}@example.com` },
    });
    expect(browsers).toHaveLength(1);
  });

  it('takes each of its calls alone, by the write key or the secret key', async () => {
    const who = { userId: newId('user'), anonymousId: newId('browser') };

    const answers = await Promise.all([
      send('/track', { authorization: demo.browser, body: aTrackCall('Product Viewed', who, 'cup') }),
      send('/identify', { authorization: demo.browser, body: anIdentifyCall(who) }),
      send('/page', { authorization: demo.server, body: { ...who, name: 'Home' } }),
      send('/alias', { authorization: demo.server, body: { userId: who.userId, previousId: who.anonymousId } }),
    ]);

    expect(answers.map(({ body }) => body)).toEqual(answers.map(() => ({ success: true, accepted: 1, rejected: [] })));
  });

  it('takes a body that is packed with gzip', async () => {
    const userId = newId('user');
    const batch = [aTrackCall('Product Viewed', { userId }, 'cup')];

    const { body } = await send('/batch', {
      authorization: demo.browser,
      bytes: new Uint8Array(gzipSync(JSON.stringify({ batch }))),
      headers: { 'content-encoding': 'gzip' },
    });

    expect(body).toMatchObject({ accepted: 1 });
    expect((await customerWith(userId, 1)).history).toMatchObject([{ kind: 'view', itemId: 'cup' }]);
  });

  it('keeps the good calls of a batch and names the bad ones', async () => {
    const userId = newId('user');
    const batch = [aTrackCall('Product Viewed', { userId }, 'cup'), { type: 'track', userId }, { type: 'dance' }];

    const { status, body } = await send('/batch', { authorization: demo.browser, body: { batch } });

    expect(status).toBe(200);
    expect(body).toMatchObject({ success: true, accepted: 1, rejected: [{ index: 1 }, { index: 2 }] });
    expect(JSON.stringify(body)).toContain('#/batch/1/event');
  });

  it('counts an event once, however often it is sent', async () => {
    const userId = newId('user');
    const call = aTrackCall('Product Viewed', { userId }, 'cup');

    for (let times = 0; times < 3; times++) await demo.track(call);
    await demo.track(aTrackCall('Product Viewed', { userId }, 'plate'));

    expect((await customerWith(userId, 2)).history.map(({ itemId }) => itemId)).toEqual(['cup', 'plate']);
  });

  it('leaves no id, name or address in the lake', async () => {
    const since = new Date();
    const who = { userId: newId('user'), anonymousId: newId('browser') };
    const email = `${newId('mail')}@example.com`;

    await demo.track(anIdentifyCall(who, { email, name: 'Ann Example', phone: '+31 20 123456', country: 'NL' }));
    await demo.post('/customers', {
      customers: [
        { customerId: who.userId, identifiers: { email, phone: '+31 20 123456' }, attributes: { tier: 'gold' } },
      ],
    });
    await demo.track(aTrackCall('Product Viewed', who, 'cup'));
    const { pseudonym } = await customerWith(who.userId, 1);

    const lines = await eventually(async () => {
      const events = await lakeLines('events', since);
      const customers = (await lakeLines('customers', since)).filter((line) => line.includes(pseudonym));
      const isViewed = events.some((line) => line.includes(pseudonym) && line.includes('Product Viewed'));
      return isViewed && customers.length > 0 && [...events, ...customers];
    }, 'the event and the customer in the lake');
    const text = lines.join('\n');
    expect(text).toContain(pseudonym);
    for (const secret of [who.userId, who.anonymousId, email, 'Ann Example', '+31 20 123456']) {
      expect(text).not.toContain(secret);
    }
  });
});

describe('a message that nobody can read', () => {
  const queue = new SQSClient();
  const put = (MessageBody: string) =>
    queue.send(new SendMessageCommand({ QueueUrl: outputs.EventsQueueUrl, MessageBody }));

  it('takes nothing along, and a bad event among good ones is put aside unreadable to others', async () => {
    const since = new Date();
    const userId = newId('user');
    const good = { messageId: newId('message'), type: 'track', event: 'Product Viewed', userId };
    const timestamp = since.toISOString();
    const events = [
      { ...good, timestamp, items: [{ itemId: 'cup', quantity: 1 }] },
      { type: 'unheard-of', userId },
    ];

    await put('this is not JSON');
    await put(JSON.stringify({ kind: 'events', shop: platform.PERENNIAL_SHOP, receivedAt: timestamp, events }));
    await demo.track(aTrackCall('Product Viewed', { userId }, 'plate'));

    expect((await customerWith(userId, 2)).history.map(({ itemId }) => itemId).sort()).toEqual(['cup', 'plate']);
    const aside = await eventually(async () => {
      const lines = await lakeLines('quarantine', since);
      return lines.length > 0 && lines;
    }, 'the bad event in quarantine');
    expect(aside.map((line) => Object.keys(JSON.parse(line)).sort())).toContainEqual([
      'at',
      'reason',
      'sealed',
      'shop',
    ]);
    expect(aside.join('\n')).not.toContain(userId);
  });
});
