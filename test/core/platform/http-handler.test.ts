import { gzipSync } from 'node:zlib';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import * as z from 'zod';
import en from '../../../console/src/i18n/en.json' with { type: 'json' };
import { ConflictError, OvertakenError, UnavailableError } from '../../../core/platform/errors.ts';
import { httpHandler } from '../../../core/platform/http-handler.ts';
import { aContext, anApiEvent, linesWritten } from '../../support/invocations.ts';

const Order = z.strictObject({
  items: z.array(z.strictObject({ sku: z.string(), price: z.int() })).max(2),
  note: z.string().optional(),
});

const echo = httpHandler({ body: Order, response: z.object({ count: z.int() }) }, async ({ items }, { record }) => {
  record.count('OrderEchoed');
  return { count: items.length };
});

const post = (body: unknown, overrides: Partial<APIGatewayProxyEvent> = {}) =>
  echo(anApiEvent({ httpMethod: 'POST', path: '/orders', body: JSON.stringify(body), ...overrides }), aContext());

describe('httpHandler', () => {
  const lines = linesWritten();

  it('answers what the function decided, with the request id', async () => {
    const answer = await post({ items: [{ sku: 'a', price: 100 }] });

    expect(answer).toMatchObject({ statusCode: 200, body: '{"count":1}' });
    expect(answer.headers).toMatchObject({ 'request-id': 'request-1', 'content-type': 'application/json' });
  });

  it('names each bad field by a JSON pointer', async () => {
    const answer = await post({
      items: [
        { sku: 'a', price: 1.5 },
        { sku: 7, price: 1, 'a/b': 1 },
      ],
    });

    expect(answer.statusCode).toBe(400);
    expect(answer.headers?.['content-type']).toBe('application/problem+json');
    const problem = JSON.parse(answer.body);
    expect(problem).toMatchObject({
      type: 'urn:perennial:problem:validation-failed',
      status: 400,
      requestId: 'request-1',
    });
    expect(problem.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual([
      '#/items/0/price',
      '#/items/1/a~1b',
      '#/items/1/sku',
    ]);
  });

  it('refuses a body that is not JSON', async () => {
    const answer = await post({}, { body: '{"items":' });

    expect(answer.statusCode).toBe(400);
    expect(JSON.parse(answer.body).errors).toMatchObject([{ pointer: '#', code: 'not-json' }]);
  });

  it('unpacks a gzip body that arrived as it was sent', async () => {
    const packed = gzipSync(JSON.stringify({ items: [] })).toString('base64');

    const answer = await post({}, { body: packed, isBase64Encoded: true });

    expect(answer).toMatchObject({ statusCode: 200, body: '{"count":0}' });
  });

  it('refuses a publishable key where only servers and the console may call', async () => {
    const event = anApiEvent({ role: 'browser', body: '{"items":[]}' });

    const answer = await echo(event, aContext());

    expect(answer.statusCode).toBe(403);
    expect(JSON.parse(answer.body)).toMatchObject({
      detail: 'A browser key may not call this; it needs one of: server, console',
      says: { code: 'not-by-role', values: { role: 'browser', roles: 'server, console' } },
    });
  });

  it('tells the caller nothing about a bug, and the log everything', async () => {
    const broken = httpHandler({ response: z.object({}) }, async () => {
      throw new TypeError('secret detail');
    });

    const answer = await broken(anApiEvent({}), aContext());

    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toContain('secret detail');
    expect(lines().at(-1)).toMatchObject({ level: 'ERROR', error: 'TypeError', message: 'secret detail', status: 500 });
  });

  it('passes on when to come back', async () => {
    const busy = httpHandler({ response: z.object({}) }, async () => {
      throw new UnavailableError('The queue is not there', { retryAfterSeconds: 5 });
    });

    const answer = await busy(anApiEvent({}), aContext());

    expect(answer).toMatchObject({ statusCode: 503, headers: { 'retry-after': '5' } });
  });

  it('never answers a field that the contract does not name', async () => {
    const leaky = httpHandler({ response: z.object({ id: z.string() }) }, async () => {
      const row = { id: 'a', email: 'a@example.com' };
      return row;
    });

    await expect(leaky(anApiEvent({}), aContext())).resolves.toMatchObject({ body: '{"id":"a"}' });
  });

  it('merges path, query and body, and says where a bad value stood', async () => {
    const route = httpHandler(
      { path: z.object({ id: z.string() }), query: z.object({ k: z.coerce.number().int() }), response: z.unknown() },
      async ({ id, k }) => ({ id, k }),
    );

    const good = await route(
      anApiEvent({ pathParameters: { id: 'x' }, queryStringParameters: { k: '3' } }),
      aContext(),
    );
    const bad = await route(
      anApiEvent({ pathParameters: { id: 'x' }, queryStringParameters: { k: 'many' } }),
      aContext(),
    );

    expect(good.body).toBe('{"id":"x","k":3}');
    expect(JSON.parse(bad.body).errors[0].pointer).toBe('query/k');
  });

  it('writes one line that is log and metrics at once, without the body', async () => {
    await post({ items: [{ sku: 'very-private', price: 1 }] });

    expect(lines()).toHaveLength(1);
    expect(lines()[0]).toMatchObject({
      level: 'INFO',
      shop: 'demo',
      role: 'server',
      requestId: 'request-1',
      status: 200,
      OrderEchoed: 1,
      _aws: { CloudWatchMetrics: [{ Metrics: [{ Name: 'OrderEchoed', Unit: 'Count' }] }] },
    });
    expect(JSON.stringify(lines())).not.toContain('very-private');
  });

  it('asks an idempotency ledger only when a key was sent', async () => {
    const asked: string[] = [];
    const ledger = {
      once: async ({ key }: { key: string }) => {
        asked.push(key);
        throw new ConflictError('still running');
      },
    };
    const route = httpHandler({ response: z.object({}), idempotency: ledger }, async () => ({}));

    const without = await route(anApiEvent({}), aContext());
    const withKey = await route(anApiEvent({ headers: { 'Idempotency-Key': 'k1' } }), aContext());

    expect([without.statusCode, withKey.statusCode]).toEqual([200, 409]);
    expect(asked).toEqual(['k1']);
  });

  it('hands on what may be replaced, whatever the case of its header', async () => {
    const route = httpHandler({ response: z.unknown(), isConditional: true }, async (_, { ifMatch }) => ({ ifMatch }));
    const sent = async (headers: Record<string, string>) => (await route(anApiEvent({ headers }), aContext())).body;

    expect(await sent({ 'If-Match': '"3", W/"4"' })).toBe('{"ifMatch":["\\"3\\"","W/\\"4\\""]}');
    expect(await sent({ 'if-match': '*' })).toBe('{"ifMatch":"*"}');
    expect(await sent({})).toBe('{}');
  });

  it('refuses a header that says nothing of what may be replaced', async () => {
    const route = httpHandler({ response: z.object({}), isConditional: true }, async () => ({}));

    const answer = await route(anApiEvent({ httpMethod: 'PUT', headers: { 'If-Match': '3' } }), aContext());

    expect(answer.statusCode).toBe(400);
    expect(JSON.parse(answer.body ?? '').errors).toMatchObject([{ pointer: 'header/if-match', code: 'no-regex' }]);
  });

  it.each(['"3"', '*', '3'])('refuses a condition where it would write whatever that says: %s', async (ifMatch) => {
    const answer = await post({ items: [] }, { headers: { 'If-Match': ifMatch } });

    expect(answer.statusCode).toBe(400);
    expect(JSON.parse(answer.body)).toMatchObject({
      says: { code: 'no-condition' },
      errors: [{ pointer: 'header/if-match', code: 'no-condition', detail: expect.stringContaining('no condition') }],
    });
    expect(en.field).toHaveProperty('no-condition');
  });

  it.each([
    ['it reads', { httpMethod: 'GET' }, {}],
    ['a browser tells what happened', { httpMethod: 'POST', role: 'browser' }, { roles: ['server', 'browser'] }],
  ] as const)('leaves a condition alone, whatever it says, where %s', async (_, asked, options) => {
    const route = httpHandler({ response: z.unknown(), ...options }, async (_request, { ifMatch }) => ({ ifMatch }));

    for (const ifMatch of ['"3"', '3'])
      await expect(
        route(anApiEvent({ ...asked, headers: { 'If-Match': ifMatch } }), aContext()),
      ).resolves.toMatchObject({ statusCode: 200, body: '{}' });
  });

  it('tells apart what was overtaken from what stands in the way, and lets any page read its tag', async () => {
    const overtaken = httpHandler({ response: z.object({}) }, async () => {
      throw new OvertakenError('Somebody else was faster');
    });

    const answer = await overtaken(anApiEvent({}), aContext());

    expect(answer).toMatchObject({
      statusCode: 412,
      headers: { 'access-control-expose-headers': expect.stringContaining('etag') },
    });
    expect(JSON.parse(answer.body)).toMatchObject({ type: 'urn:perennial:problem:overtaken', title: 'Overtaken' });
  });
});
