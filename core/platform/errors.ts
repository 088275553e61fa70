import type { Refusal } from './refusal.ts';

/** One bad field: a JSON pointer into the body (`#/items/0/price`), or `query/k`, `path/name`, `header/if-match`. */
export interface FieldError {
  readonly pointer: string;
  readonly detail: string;
  /** The same as `detail` for a program, with what `detail` fills in, so that a page can say it in its own language. */
  readonly code?: string;
  readonly values?: Readonly<Record<string, string | number>>;
}

/** A refusal as what is wrong with one field. */
export const atField = (pointer: string, { text, says }: Refusal): FieldError => ({ pointer, detail: text, ...says });

export interface AppErrorOptions extends ErrorOptions {
  readonly errors?: readonly FieldError[];
  /** Sent as `Retry-After`. */
  readonly retryAfterSeconds?: number;
}

/** Why a request was refused, for a program: the end of a problem's `type`. */
export const PROBLEM_CODES = [
  'validation-failed',
  'forbidden',
  'not-found',
  'conflict',
  'overtaken',
  'payload-too-large',
  'idempotency-key-reused',
  'unavailable',
  'internal',
  'no-generator',
  'cannot-write',
  'nothing-verifiable',
  'unverified-claims',
] as const;
export type ProblemCode = (typeof PROBLEM_CODES)[number];

/** A refusal that the caller can understand and act on. What it says is sent to the caller; nothing else about it is. */
export class AppError extends Error {
  readonly code: ProblemCode;
  readonly statusCode: number;
  /** Its message without a language; undefined where it is in somebody else's words. */
  readonly says: Refusal['says'] | undefined;
  readonly errors: readonly FieldError[];
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ProblemCode, statusCode: number, message: Refusal | string, options: AppErrorOptions = {}) {
    super(typeof message === 'string' ? message : message.text, options);
    this.says = typeof message === 'string' ? undefined : message.says;
    this.name = new.target.name;
    this.code = code;
    this.statusCode = statusCode;
    this.errors = options.errors ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

export class ValidationError extends AppError {
  constructor(message: Refusal | string, errors: readonly FieldError[] = [], options: ErrorOptions = {}) {
    super('validation-failed', 400, message, { ...options, errors });
  }
}

export class ForbiddenError extends AppError {
  constructor(message: Refusal | string, options: ErrorOptions = {}) {
    super('forbidden', 403, message, options);
  }
}

export class NotFoundError extends AppError {
  constructor(message: Refusal | string, options: ErrorOptions = {}) {
    super('not-found', 404, message, options);
  }
}

export class ConflictError extends AppError {
  constructor(message: Refusal | string, options: AppErrorOptions = {}) {
    super('conflict', 409, message, options);
  }
}

/** What was to be replaced is not what stands there (any more), so nothing was written. */
export class OvertakenError extends AppError {
  constructor(message: Refusal | string, options: ErrorOptions = {}) {
    super('overtaken', 412, message, options);
  }
}

export class PayloadTooLargeError extends AppError {
  constructor(message: Refusal | string, options: ErrorOptions = {}) {
    super('payload-too-large', 413, message, options);
  }
}

/** The same `Idempotency-Key` came with another body. */
export class KeyReusedError extends AppError {
  constructor(message: Refusal | string, options: ErrorOptions = {}) {
    super('idempotency-key-reused', 422, message, options);
  }
}

/** We cannot do it now; the same request may be sent again later. */
export class UnavailableError extends AppError {
  constructor(message: Refusal | string, options: AppErrorOptions = {}) {
    super('unavailable', 503, message, { retryAfterSeconds: 2, ...options });
    this.name = 'UnavailableError'; // retried by this name in workflows, and a bundle shortens the names of classes
  }
}
