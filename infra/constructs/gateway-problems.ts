import { ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import { EXPOSED_HEADERS } from '../../core/platform/cors.ts';

interface Problem {
  readonly type: ResponseType;
  readonly status: string;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly headers?: Record<string, string>;
}

const PROBLEMS: readonly Problem[] = [
  {
    type: ResponseType.UNAUTHORIZED,
    status: '401',
    code: 'unauthorized',
    title: 'Unauthorized',
    detail: 'Send a key of the shop as Authorization: Bearer, or as the user name of Basic.',
    headers: { 'WWW-Authenticate': `'Basic realm="perennial", Bearer'` },
  },
  {
    type: ResponseType.ACCESS_DENIED,
    status: '403',
    code: 'forbidden',
    title: 'Forbidden',
    detail: 'This key may not do that.',
  },
  {
    type: ResponseType.THROTTLED,
    status: '429',
    code: 'throttled',
    title: 'Too many requests',
    detail: 'Wait a second before the next request.',
    headers: { 'Retry-After': "'1'" },
  },
  {
    type: ResponseType.WAF_FILTERED,
    status: '429',
    code: 'throttled',
    title: 'Too many requests',
    detail: 'Too much came from this address; wait a few minutes.',
    headers: { 'Retry-After': "'300'" },
  },
  {
    type: ResponseType.QUOTA_EXCEEDED,
    status: '429',
    code: 'quota-exceeded',
    title: 'Quota exceeded',
    detail: 'The quota of this shop is used up.',
    headers: { 'Retry-After': "'3600'" },
  },
  {
    type: ResponseType.MISSING_AUTHENTICATION_TOKEN,
    status: '404',
    code: 'not-found',
    title: 'Not found',
    detail: 'No such method and path; /v1/openapi.json lists them all.',
  },
  {
    type: ResponseType.REQUEST_TOO_LARGE,
    status: '413',
    code: 'too-large',
    title: 'Too large',
    detail: 'Send fewer items in one request.',
  },
];

/** Refusals that the gateway makes itself look like those of the handlers: problem details of RFC 9457. */
export function answerProblems(api: RestApi): void {
  for (const { type, status, code, title, detail, headers } of PROBLEMS) {
    addProblem(api, type, { code, title, status: Number(status), detail }, headers, status);
  }
  addProblem(api, ResponseType.DEFAULT_4XX, {
    code: 'refused',
    title: 'Refused',
    status: 400,
    detail: 'The request was refused.',
  });
  addProblem(api, ResponseType.DEFAULT_5XX, {
    code: 'internal',
    title: 'Internal',
    status: 500,
    detail: 'Try again in a moment.',
  });
}

function addProblem(
  api: RestApi,
  type: ResponseType,
  { code, ...problem }: { code: string; title: string; status: number; detail: string },
  headers: Record<string, string> = {},
  statusCode?: string,
): void {
  const body = JSON.stringify({ type: `urn:perennial:problem:${code}`, ...problem, requestId: '$context.requestId' });
  api.addGatewayResponse(type.responseType, {
    type,
    statusCode,
    responseHeaders: {
      'Content-Type': "'application/problem+json'",
      'request-id': 'context.requestId',
      'Access-Control-Allow-Origin': "'*'",
      'Access-Control-Expose-Headers': `'${EXPOSED_HEADERS.join()}'`,
      ...headers,
    },
    templates: { 'application/json': body },
  });
}
