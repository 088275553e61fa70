import { ProblemDetails } from '../../core/platform/contract.ts';
import { basicAuthorization, bearerAuthorization } from '../../local/api-client.ts';
import { demo, newId, platform, type Request, send } from './support/platform.ts';

/** A refusal that a program can read, whoever made it: the gateway or a handler. */
async function problemOf(path: string, request: Request = {}) {
  const answer = await send(path, request);
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  const problem = ProblemDetails.parse(answer.body);
  expect(problem.status).toBe(answer.status);
  return problem;
}

describe('a refusal', () => {
  it('is 401 without a key', async () => {
    expect((await problemOf('/items')).status).toBe(401);
  });

  it.each([
    ['a key of nobody', bearerAuthorization('sk_00000000000000000000000000000000')],
    ['a scheme that is not known', 'Digest abc'],
    ['a token that nobody signed', bearerAuthorization('eyJhbGciOiJub25lIn0.eyJjdXN0b206c2hvcCI6ImRlbW8ifQ.')],
    ['an empty write key', basicAuthorization('')],
  ])('is 401 or 403 for %s', async (_, authorization) => {
    expect([401, 403]).toContain((await problemOf('/items', { authorization })).status);
  });

  it('is 404 where there is no such path', async () => {
    const { server: authorization } = demo;

    expect((await problemOf('/no-such-path', { authorization })).status).toBe(404);
    expect((await problemOf(`/customers/${newId('nobody')}`, { authorization })).status).toBe(404);
  });

  it('is 403 where a publishable key tries to read or to write anything but events', async () => {
    const { browser: authorization } = demo;

    for (const path of ['/items', '/customers', '/home', '/models', '/recommendations?anonymousId=x']) {
      expect(await problemOf(path, { authorization })).toMatchObject({ status: 403 });
    }
    expect((await problemOf('/items', { authorization, body: { items: [{}] } })).status).toBe(403);
    expect((await problemOf('/models/purchase/train', { authorization, body: {} })).status).toBe(403);
  });

  it('never repeats a key that it refuses', async () => {
    const answer = await send('/items', { authorization: basicAuthorization(platform.PERENNIAL_SECRET_KEY) });
    const refused = await send('/items', { authorization: bearerAuthorization('sk_secret-of-somebody-else') });

    expect(JSON.stringify([answer.body, refused.body])).not.toContain('sk_');
  });

  it('names each bad field by a pointer', async () => {
    const { server: authorization } = demo;

    const query = await problemOf('/recommendations?surface=moon&k=0&filters=true', { authorization });
    const pointers = query.errors?.map(({ pointer }) => pointer);
    expect(pointers).toEqual(expect.arrayContaining(['query/surface', 'query/k', 'query/filters']));

    const body = await problemOf('/items', { authorization, body: { things: [] } });
    expect(body.errors?.map(({ pointer }) => pointer).sort()).toEqual(['#/items', '#/things']);

    const call = await problemOf('/track', { authorization, body: { event: '', properties: { products: 'none' } } });
    expect(call.errors?.map(({ pointer }) => pointer)).toEqual(
      expect.arrayContaining(['#/event', '#/properties/products']),
    );
  });

  it('says that a body is not JSON, or that its gzip is broken', async () => {
    const { server: authorization } = demo;
    const broken = new Uint8Array(Buffer.from('1f8b0800ffffffff', 'hex'));

    expect((await problemOf('/items', { authorization, bytes: new TextEncoder().encode('{') })).status).toBe(400);
    const gzip = { authorization, bytes: broken, headers: { 'content-encoding': 'gzip' } };
    expect((await problemOf('/items', gzip)).status).toBe(400);
  });
});
