import * as z from 'zod';
import { ProblemDetails } from '../../core/platform/contract.ts';
import { demo, newId, send } from './support/platform.ts';

const Description = z.object({
  openapi: z.string().startsWith('3.1'),
  paths: z.record(z.string(), z.partialRecord(z.enum(['get', 'post', 'put', 'delete']), z.looseObject({}))),
});

/** No stranger's value: a model that there is, and ids of nobody. */
const FILLED: Readonly<Record<string, string>> = {
  name: 'purchase',
  customerId: newId('nobody'),
  runId: 'run-of-nobody',
};
const filled = (path: string) => path.replaceAll(/{(\w+)}/g, (_, name: string) => FILLED[name] ?? 'unknown');

describe('the description of the API', () => {
  it('is there for everybody, with a page that shows it', async () => {
    const [description, page] = await Promise.all([send('/openapi.json'), send('/docs')]);

    expect(Object.keys(Description.parse(description.body).paths).length).toBeGreaterThan(15);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(page.body).toContain('openapi.json');
  });

  it('names only operations that answer: with what was asked, or with a problem in words', async () => {
    const { paths } = Description.parse((await send('/openapi.json')).body);
    const operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => ({ path, method })),
    );

    for (const { path, method } of operations) {
      // A field that no body knows: refused by the schema, so that nothing is started.
      const answer = await (method === 'get'
        ? demo.get(filled(path))
        : send(filled(path), { authorization: demo.server, body: { 'no such field': true } }));
      const problem = ProblemDetails.safeParse(answer.body).data;
      const said = { operation: `${method} ${path}`, status: answer.status, problem: problem?.type };

      expect(said).toEqual(
        answer.status === 200
          ? { ...said, problem: undefined }
          : { ...said, problem: expect.stringMatching(/^urn:perennial:problem:(not-found|validation-failed)$/) },
      );
      expect([200, 400, 404]).toContain(answer.status);
    }
    expect(operations.length).toBeGreaterThan(15);
  });
});
