import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { Analytics } from '@segment/analytics-node';
import type { CollectedEvent } from '../../../core/events/contract.ts';
import { createApiKey } from '../../../core/platform/api-key.ts';
import { collectEvents } from '../../../functions/events/collect-events.ts';
import { authorizeRequest } from '../../../functions/platform/authorize-request.ts';
import { aQueueCall } from '../../support/queue-calls.ts';

/** Only this machine is spoken to: the routes of the API before the functions' own code. */
async function anApi(writeKey: string) {
  const sent: CollectedEvent[] = [];
  const queue = {
    send: async (_shop: string, _at: Date, events: readonly CollectedEvent[]) => {
      sent.push(...events);
    },
  };
  const findKey = async (key: string) =>
    key === writeKey ? ({ shop: 'demo', kind: 'publishable', keyId: 'k' } as const) : undefined;
  const server = createServer(async (request, response) => {
    const caller = await authorizeRequest(request.headers.authorization ?? '', { findKey }, async () => undefined);
    if (!caller) return void response.writeHead(401).end();
    const call = { shop: caller.shop, resource: (request.url ?? '').replace('/v1', ''), ...aQueueCall(new Date()) };
    response.end(JSON.stringify(await collectEvents(JSON.parse(await text(request)), call, queue)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { sent, host: `http://127.0.0.1:${port}`, close: () => server.close() };
}

it("takes what Segment's own client sends when only its host is changed", async () => {
  const writeKey = createApiKey('publishable');
  const api = await anApi(writeKey);
  const client = new Analytics({ writeKey, host: api.host, maxRetries: 0 });
  const errors: unknown[] = [];
  client.on('error', (error) => errors.push(error));

  client.identify({ userId: 'ann', traits: { email: 'ann@example.com' } });
  client.track({
    userId: 'ann',
    event: 'Product Added',
    properties: { product_id: 'lamp', price: 19.99, quantity: 2 },
  });
  client.page({ anonymousId: 'browser-1', name: 'Home' });
  client.alias({ userId: 'ann', previousId: 'browser-1' });
  await client.closeAndFlush();
  api.close();

  expect(errors).toEqual([]);
  expect(api.sent.map(({ type }) => type)).toEqual(['identify', 'track', 'page', 'alias']);
  expect(api.sent[1]).toMatchObject({ userId: 'ann', items: [{ itemId: 'lamp', quantity: 2, price: 19.99 }] });
});
