import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';

const Problem = z.looseObject({ title: z.string().optional(), detail: z.string().optional() });

/** An answer of the API that is not a success, with the problem document's own words. */
export class ApiError extends Error {
  readonly status: number;
  readonly body: unknown;

  constructor(path: string, status: number, body: unknown) {
    const problem = Problem.safeParse(body);
    const words = problem.success ? (problem.data.detail ?? problem.data.title) : undefined;
    super(`${path} answered ${status}${words ? `: ${words}` : ''}`);
    this.name = 'ApiError';
    this.status = status;
    this.body = body;
  }
}

/** A little longer than API Gateway waits for an answer. */
const PATIENCE_MS = 31_000;

export interface ApiClientOptions {
  /** With its stage: `http://127.0.0.1:8080/v1`. */
  readonly url: string;
  readonly authorization: string;
  /** How often a broken connection, a 429 or a 5xx is tried again; every write of the API may be repeated. @default 6 */
  readonly retries?: number;
}

export type ApiClient = ReturnType<typeof createApiClient>;

/** The API as a shop's server calls it: JSON in and out, and patience where the API asks for it. */
export function createApiClient({ url, authorization, retries = 6 }: ApiClientOptions) {
  async function call(
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<unknown> {
    for (let attempt = 0; ; attempt++) {
      const answer = await fetch(`${url}${path}`, {
        method,
        headers: { authorization, 'content-type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(PATIENCE_MS),
      }).catch((cause: unknown) => ({ cause }));
      const later = 'cause' in answer || answer.status === 429 || answer.status >= 500;
      if (later && attempt < retries) {
        const asked = 'cause' in answer ? undefined : Number(answer.headers.get('retry-after') ?? Number.NaN);
        await sleep(asked ? asked * 1000 : Math.min(8_000, 250 * 2 ** attempt));
        continue;
      }
      if ('cause' in answer) throw new Error(`${url}${path} could not be reached`, { cause: answer.cause });
      const text = await answer.text();
      const parsed: unknown = text && answer.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text;
      if (!answer.ok) throw new ApiError(path, answer.status, parsed);
      return parsed;
    }
  }
  return {
    get: (path: string) => call('GET', path),
    post: (path: string, body: unknown, headers?: Record<string, string>) => call('POST', path, body, headers),
    put: (path: string, body: unknown) => call('PUT', path, body),
  };
}

export const basicAuthorization = (writeKey: string) => `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`;
export const bearerAuthorization = (secretKey: string) => `Bearer ${secretKey}`;
