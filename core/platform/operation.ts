import type * as z from 'zod';
import type { Role } from './contract.ts';

/** One route as the API's description tells of it. Its handler parses by the same schemas. */
export interface Operation {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below the stage: `/customers/{customerId}`. */
  readonly path: string;
  /** What it does, in a sentence that begins with a verb. */
  readonly summary: string;
  /** The area word: groups operations in the documentation. */
  readonly area: string;
  /** Who may call it; empty where anybody may. */
  readonly roles: readonly Role[];
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  readonly response: z.ZodType;
  /** @default 200 */
  readonly status?: number;
  /** Whether it honours `Idempotency-Key`. @default false */
  readonly isIdempotent?: boolean;
  /** Whether its answer says by `ETag` which revision it is. @default false */
  readonly hasEntityTag?: boolean;
  /** Whether it honours `If-Match`. @default false */
  readonly isConditional?: boolean;
  /** @default application/json */
  readonly contentType?: string;
}

export const SERVER_AND_CONSOLE: readonly Role[] = ['server', 'console'];
export const ANY_KEY: readonly Role[] = ['server', 'browser', 'console'];
