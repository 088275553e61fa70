import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import type { ProblemDetails } from './contract.ts';
import { EXPOSED_HEADERS } from './cors.ts';
import { AppError, UnavailableError } from './errors.ts';
import { factsOfError, recordOf } from './invocation-record.ts';
import { refusal } from './refusal.ts';

export interface HttpAnswer {
  readonly statusCode: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Turns what a route decided, or threw, into the answer that every route gives alike, and closes the log line. */
export function answerHttp(): MiddlewareObj<APIGatewayProxyEvent, HttpAnswer | APIGatewayProxyResult> {
  return {
    after: (request) => {
      if (!request.response) return;
      const requestId = request.event.requestContext.requestId;
      request.response = { ...request.response, headers: { ...headers(requestId), ...request.response.headers } };
      recordOf(request.context).close('INFO', { status: request.response.statusCode });
    },
    onError: (request) => {
      const requestId = request.event.requestContext.requestId;
      const refused = refusalOf(request.error);
      const answer = problemAnswer(refused, requestId);
      const level = answer.statusCode < 500 ? 'INFO' : 'ERROR';
      const facts = level === 'ERROR' ? factsOfError(request.error) : { error: refused.name };
      recordOf(request.context).close(level, { status: answer.statusCode, ...facts });
      request.response = answer;
    },
  };
}

/** Only what was thrown for the caller is told to the caller. */
function refusalOf(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof Error && error.name === 'TimeoutError') {
    return new UnavailableError(refusal('took-too-long', {}), { cause: error });
  }
  return new AppError('internal', 500, refusal('internal', {}));
}

function problemAnswer(refused: AppError, requestId: string): HttpAnswer {
  const problem: ProblemDetails = {
    type: `urn:perennial:problem:${refused.code}`,
    title: titleOf(refused.code),
    status: refused.statusCode,
    detail: refused.message,
    ...(refused.says ? { says: refused.says } : {}),
    ...(refused.errors.length ? { errors: [...refused.errors] } : {}),
    requestId,
  };
  const retry = refused.retryAfterSeconds;
  return {
    statusCode: refused.statusCode,
    body: JSON.stringify(problem),
    headers: {
      ...headers(requestId),
      'content-type': 'application/problem+json',
      ...(retry === undefined ? {} : { 'retry-after': String(retry) }),
    },
  };
}

const titleOf = (code: string) => code.charAt(0).toUpperCase() + code.slice(1).replaceAll('-', ' ');

const headers = (requestId: string) => ({
  'content-type': 'application/json',
  'request-id': requestId,
  'cache-control': 'no-store',
  // Callers prove themselves by a header and never by a cookie, so any page may call.
  'access-control-allow-origin': '*',
  'access-control-expose-headers': EXPOSED_HEADERS.join(', '),
  'x-content-type-options': 'nosniff',
});
