import type * as z from 'zod';
import { entityTag } from '../../../core/platform/entity-tag.ts';
import { ApiError, refusalOf } from './api-error.ts';

export interface ApiClientOptions {
  /** With its stage: `https://…/v1`. */
  readonly apiUrl: string;
  /** The id token to send; `refresh` asks for a new one. Undefined when nobody is signed in any more. */
  readonly token: (refresh: boolean) => Promise<string | undefined>;

  /** @default the browser's */
  readonly fetcher?: typeof fetch;
}

export type Query = Readonly<Record<string, string | number | undefined>>;
export type ApiClient = ReturnType<typeof createApiClient>;

/** The one way to the API: signs, names an order once, and parses every answer by its contract. */
export function createApiClient({ apiUrl, token, fetcher = (...args) => fetch(...args) }: ApiClientOptions) {
  async function send(path: string, init: RequestInit, refresh = false): Promise<Response> {
    const signed = await token(refresh);
    if (!signed) throw new ApiError('signed-out', 401);
    const headers = { ...init.headers, Authorization: `Bearer ${signed}` };
    const response = await fetcher(`${apiUrl.replace(/\/$/, '')}${path}`, { ...init, headers }).catch((cause) => {
      throw init.signal?.aborted ? cause : new ApiError('unreachable', 0, {}, { cause });
    });
    if (response.status === 401 && !refresh) return send(path, init, true);
    if (!response.ok) throw await refusalOf(response);
    return response;
  }

  async function read<Schema extends z.ZodType>(schema: Schema, response: Response): Promise<z.output<Schema>> {
    const body: unknown = await response.json().catch(() => undefined);
    const parsed = schema.safeParse(body);
    if (parsed.success) return parsed.data;
    const requestId = response.headers.get('request-id') ?? undefined;
    throw new ApiError('unreadable', response.status, { requestId }, { cause: parsed.error });
  }

  return {
    async get<Schema extends z.ZodType>(path: string, schema: Schema, query: Query = {}, signal?: AbortSignal) {
      return read(schema, await send(`${path}${queryOf(query)}`, signal ? { signal } : {}));
    },

    /** Writes the whole of something in place of the revision that was seen; the same again changes nothing. */
    async put<Schema extends z.ZodType>(path: string, schema: Schema, body: unknown, seen: number) {
      const headers = { 'Content-Type': 'application/json', 'If-Match': entityTag(seen) };
      return read(schema, await send(path, { method: 'PUT', headers, body: JSON.stringify(body) }));
    },

    /** `orderId` makes a repeat after a lost answer the same order. */
    async post<Schema extends z.ZodType>(path: string, schema: Schema, body: unknown, orderId: string) {
      const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': orderId };
      return read(schema, await send(path, { method: 'POST', headers, body: JSON.stringify(body) }));
    },

    async remove<Schema extends z.ZodType>(path: string, schema: Schema) {
      return read(schema, await send(path, { method: 'DELETE' }));
    },
  };
}

function queryOf(query: Query): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, `${value}`]],
  );
  return given.length ? `?${new URLSearchParams(given)}` : '';
}
