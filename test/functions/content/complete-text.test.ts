import { ModelError } from '@aws-sdk/client-sagemaker-runtime';
import type { GenerationSetting } from '../../../core/content/generation-contract.ts';
import { createTextCompleter } from '../../../functions/content/complete-text.ts';
import { aCompletion } from '../../support/content.ts';

const request = {
  messages: [{ role: 'user' as const, content: 'x' }],
  n: 1,
  temperature: 0,
  top_p: 1,
  max_tokens: 9,
  seed: 1,
};
const noRuntime = { send: async () => Promise.reject(new Error('no endpoint is asked')) };
const pointer = {
  variants: [
    { endpointName: 'acme-generator-1', modelVersion: 'v1', candidate: 'compact', scorer: 'compact', weight: 1 },
  ],
  updatedAt: '2026-11-01T00:00:00.000Z',
  revision: 1,
};

describe('a server of texts at a URL', () => {
  const setting: GenerationSetting = { kind: 'url', url: 'https://texts.example/v1/', model: 'qwen' };
  const completer = (response: Response | Error, seen: Request[] = []) =>
    createTextCompleter({
      setting,
      models: { pointer: async () => undefined },
      runtime: noRuntime,
      key: 'secret',
      fetcher: async (url, init) => {
        seen.push(new Request(url, init));
        if (response instanceof Error) throw response;
        return response;
      },
    });

  it('is asked for chat completions with its own model and key', async () => {
    const seen: Request[] = [];

    await completer(Response.json(aCompletion('hello')), seen)('acme', 'a', request);

    expect(seen[0]?.url).toBe('https://texts.example/v1/chat/completions');
    expect(seen[0]?.headers.get('authorization')).toBe('Bearer secret');
    expect(await seen[0]?.json()).toMatchObject({ model: 'qwen', n: 1 });
  });

  it('is unavailable, not wrong, when it fails, is not there or answers something else', async () => {
    await expect(completer(new TypeError('fetch failed'))('acme', 'a', request)).rejects.toMatchObject({
      statusCode: 503,
    });
    await expect(completer(new Response('', { status: 500 }))('acme', 'a', request)).rejects.toMatchObject({
      statusCode: 503,
    });
    await expect(completer(Response.json({ hello: 1 }))('acme', 'a', request)).rejects.toMatchObject({
      statusCode: 503,
    });
  });
});

describe("the shop's own champion", () => {
  const setting: GenerationSetting = { kind: 'champion' };

  it('is asked at the endpoint that the pointer names', async () => {
    const names: unknown[] = [];
    const runtime = {
      send: async (command: { input: { EndpointName?: string } }) => {
        names.push(command.input.EndpointName);
        return { Body: new TextEncoder().encode(JSON.stringify(aCompletion('hello'))) };
      },
    };
    const complete = createTextCompleter({ setting, models: { pointer: async () => pointer }, runtime });

    expect((await complete('acme', 'a', request)).model).toBe('compact-1');
    expect(names).toEqual(['acme-generator-1']);
  });

  it('is missing until one was trained, and the refusal says how', async () => {
    const complete = createTextCompleter({ setting, models: { pointer: async () => undefined }, runtime: noRuntime });

    await expect(complete('acme', 'a', request)).rejects.toMatchObject({ code: 'no-generator', statusCode: 409 });
  });

  it('says in its own words what it cannot write', async () => {
    const message = JSON.stringify({ error: { message: 'it cannot write zh', code: 'language_not_learned' } });
    const runtime = {
      send: async () =>
        Promise.reject(
          new ModelError({ message: 'model error', $metadata: {}, OriginalStatusCode: 400, OriginalMessage: message }),
        ),
    };
    const complete = createTextCompleter({ setting, models: { pointer: async () => pointer }, runtime });

    await expect(complete('acme', 'a', request)).rejects.toMatchObject({
      code: 'cannot-write',
      message: 'it cannot write zh',
    });
  });
});
