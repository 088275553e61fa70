import * as z from 'zod';
import { ProblemDetails } from '../../../core/platform/contract.ts';
import { PROBLEM_CODES, type ProblemCode } from '../../../core/platform/errors.ts';

/** API Gateway itself answers with fewer fields than our handlers do. */
const AnyProblem = ProblemDetails.partial().extend({ title: z.string().optional(), detail: z.string().optional() });

/**
 * `unreachable`: no answer came; `unreadable`: one came that the contract does not know; `replaced`: what was to be changed is
 * no longer there; else the server refused.
 */
export type ApiErrorKind = 'refused' | 'unreachable' | 'unreadable' | 'replaced' | 'signed-out';

/** Why a request has no result, in words that a page can show. */
export class ApiError extends Error {
  readonly kind: ApiErrorKind;
  readonly status: number;
  /** Undefined where the answer has none, or one of a later version. */
  readonly code: ProblemCode | undefined;
  readonly title: string | undefined;
  readonly detail: string | undefined;
  /** The same without a language. */
  readonly says: ProblemDetails['says'];
  readonly errors: NonNullable<ProblemDetails['errors']>;
  readonly requestId: string | undefined;

  constructor(kind: ApiErrorKind, status = 0, problem: z.infer<typeof AnyProblem> = {}, options?: ErrorOptions) {
    super(problem.detail ?? problem.title ?? kind, options);
    this.name = 'ApiError';
    this.kind = kind;
    this.status = status;
    this.code = PROBLEM_CODES.find((code) => problem.type === `urn:perennial:problem:${code}`);
    this.title = problem.title;
    this.detail = problem.detail;
    this.says = problem.says;
    this.errors = problem.errors ?? [];
    this.requestId = problem.requestId;
  }

  /** Trying the same again may help. */
  get isPassing(): boolean {
    return this.kind === 'unreachable' || this.status >= 500 || this.status === 429;
  }
}

/** Reads a refusal; whatever is not a problem document still says its status. */
export async function refusalOf(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => undefined);
  const problem = AnyProblem.safeParse(body);
  const requestId = response.headers.get('request-id') ?? undefined;
  return new ApiError(response.status === 412 ? 'replaced' : 'refused', response.status, {
    requestId,
    ...(problem.success ? problem.data : {}),
  });
}
