import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { basicAuthorization, bearerAuthorization } from '../../../local/api-client.ts';

/** Of what a deployment prints (`DeployOutputs`), what the tests use. */
const Outputs = z.object({
  ClientId: z.string(),
  LakeBucketName: z.string(),
  ArtifactsBucketName: z.string(),
  EventsQueueUrl: z.url(),
  CreateShopFunctionName: z.string(),
});

/** The platform that the runner started; it says so in the environment. */
const Environment = z.object({
  PERENNIAL_URL: z.url(),
  PERENNIAL_SHOP: z.string(),
  PERENNIAL_SECRET_KEY: z.string(),
  PERENNIAL_PUBLISHABLE_KEY: z.string(),
  PERENNIAL_LOGIN: z.string(),
  PERENNIAL_PASSWORD: z.string(),
  PERENNIAL_OUTPUTS: z.string().transform((text) => Outputs.parse(JSON.parse(text))),
});

export const platform = Environment.parse(process.env);
export const outputs = platform.PERENNIAL_OUTPUTS;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed where it is JSON, else text. */
  readonly body: unknown;
}

export interface Request {
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly authorization?: string;
  readonly body?: unknown;
  /** Sent as it is, in place of `body`. */
  readonly bytes?: Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
}

const REQUEST_MS = 30_000;
const PATIENCE_MS = 80_000;
/** Longer than what a test waits for, so that it is told what did not come. */
jest.setTimeout(3 * PATIENCE_MS);

/** One request, once: what the front door answers is what is tested. */
export async function send(path: string, request: Request = {}): Promise<Answer> {
  const { authorization, body, bytes, headers } = request;
  const answer = await fetch(`${platform.PERENNIAL_URL}/v1${path}`, {
    method: request.method ?? (body === undefined && bytes === undefined ? 'GET' : 'POST'),
    headers: { 'content-type': 'application/json', ...(authorization ? { authorization } : {}), ...headers },
    ...(bytes || body !== undefined ? { body: bytes ?? JSON.stringify(body) } : {}),
    signal: AbortSignal.timeout(REQUEST_MS),
  });
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.includes('json');
  return { status: answer.status, headers: answer.headers, body: isJson && text ? JSON.parse(text) : text };
}

export interface Keys {
  readonly secretKey: string;
  readonly publishableKey: string;
}

/** A shop as its own server and its own pages speak to the platform. */
export function shopWith({ secretKey, publishableKey }: Keys) {
  const server = bearerAuthorization(secretKey);
  const browser = basicAuthorization(publishableKey);
  return {
    server,
    browser,
    get: (path: string) => send(path, { authorization: server }),
    post: (path: string, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
      send(path, { authorization: server, body, headers }),
    /** One tracking call, which must be taken. */
    async track(call: object): Promise<void> {
      const answer = await send('/batch', { authorization: browser, body: { batch: [call] } });
      if (answer.status !== 200) throw new Error(`/batch answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    },
    /** The answer of a GET that must succeed, read by its contract. */
    async read<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema>> {
      const answer = await send(path, { authorization: server });
      if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
      return schema.parse(answer.body);
    },
  };
}
export type Shop = ReturnType<typeof shopWith>;

/** The shop that was filled and trained before the suites began. */
export const demo = shopWith({
  secretKey: platform.PERENNIAL_SECRET_KEY,
  publishableKey: platform.PERENNIAL_PUBLISHABLE_KEY,
});

/** What `probe` finds at last; it fails with the last thing that was in the way. */
export async function eventually<Found>(
  probe: () => Promise<Found | undefined | false>,
  what: string,
  patienceMs = PATIENCE_MS,
): Promise<Found> {
  for (const deadline = Date.now() + patienceMs; ; await sleep(200)) {
    const found = await probe();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > deadline) throw new Error(`Waited ${patienceMs / 1000} s in vain for ${what}`);
  }
}

/** An id that no other test uses. */
export const newId = (kind: string) => `${kind}-${randomUUID()}`;

/** The first of a slate that the demo shop was filled with; what tests put may stand before it, and nobody has met that. */
export const firstFilled = (items: readonly { readonly itemId: string }[]): string | undefined =>
  items.find(({ itemId }) => itemId.startsWith('item-'))?.itemId;
