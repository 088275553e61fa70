import * as z from 'zod';
import { createApiClient } from '../../../console/src/api/api-client.ts';
import { ApiError } from '../../../console/src/api/api-error.ts';

const Count = z.object({ count: z.int() });

const answering = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers });

function aClient(answers: (() => Response)[], tokens = ['first', 'second']) {
  const sent: Request[] = [];
  const client = createApiClient({
    apiUrl: 'https://shop.example/v1/',
    token: async (refresh) => tokens[refresh ? 1 : 0],
    fetcher: async (input, init) => {
      sent.push(new Request(String(input), init));
      const answer = answers.shift();
      if (!answer) throw new TypeError('Failed to fetch');
      return answer();
    },
  });
  return { client, sent };
}

const errorOf = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => (error instanceof ApiError ? error : undefined),
  );

describe('the API client', () => {
  it('signs, leaves out what was not asked for and parses the answer by its contract', async () => {
    const { client, sent } = aClient([() => answering(200, { count: 3, more: true })]);

    await expect(client.get('/things', Count, { k: 3, cursor: undefined, query: '' })).resolves.toEqual({ count: 3 });
    expect(sent[0]?.url).toBe('https://shop.example/v1/things?k=3');
    expect(sent[0]?.headers.get('authorization')).toBe('Bearer first');
  });

  it('renews the token once when it is refused, and sends the request again', async () => {
    const { client, sent } = aClient([() => answering(401, {}), () => answering(200, { count: 1 })]);

    await client.get('/things', Count);

    expect(sent.map(({ headers }) => headers.get('authorization'))).toEqual(['Bearer first', 'Bearer second']);
  });

  it('names an order so that a repeat is the same order', async () => {
    const { client, sent } = aClient([() => answering(202, { count: 1 })]);

    await client.post('/orders', Count, {}, 'order-1');

    expect(sent[0]?.headers.get('idempotency-key')).toBe('order-1');
  });

  it('replaces the revision that was seen, and tells what was overtaken from all else that is refused', async () => {
    const { client, sent } = aClient([() => answering(412, { title: 'Overtaken' }), () => answering(409, {})]);

    const overtaken = await errorOf(client.put('/things/1', Count, { count: 2 }, 7));
    const refused = await errorOf(client.put('/things/1', Count, { count: 2 }, 0));

    expect(sent.map(({ headers }) => headers.get('if-match'))).toEqual(['"7"', '"0"']);
    expect([overtaken?.kind, refused?.kind]).toEqual(['replaced', 'refused']);
  });

  it('tells a problem document in full', async () => {
    const problem = {
      type: 'about:blank',
      title: 'Invalid request',
      status: 400,
      detail: 'k is too large',
      errors: [{ pointer: '#/k', detail: 'at most 50' }],
      requestId: 'r-1',
    };
    const { client } = aClient([() => answering(400, problem)]);

    const error = await errorOf(client.get('/things', Count));

    expect(error).toMatchObject({
      kind: 'refused',
      title: 'Invalid request',
      detail: 'k is too large',
      requestId: 'r-1',
    });
    expect(error?.errors).toEqual(problem.errors);
    expect(error?.isPassing).toBe(false);
  });

  it('keeps the status and the request of a refusal that is no problem document', async () => {
    const { client } = aClient([() => new Response('<html>', { status: 502, headers: { 'request-id': 'r-2' } })]);

    const error = await errorOf(client.get('/things', Count));

    expect(error).toMatchObject({ kind: 'refused', status: 502, requestId: 'r-2', isPassing: true });
  });

  it('tells apart no answer, an unreadable one and nobody signed in', async () => {
    const unreachable = await errorOf(aClient([]).client.get('/things', Count));
    const unreadable = await errorOf(aClient([() => answering(200, { count: 'three' })]).client.get('/things', Count));
    const signedOut = await errorOf(aClient([], []).client.get('/things', Count));

    expect([unreachable, unreadable, signedOut].map((error) => error?.kind)).toEqual([
      'unreachable',
      'unreadable',
      'signed-out',
    ]);
  });
});
