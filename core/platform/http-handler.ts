import middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import type * as z from 'zod';
import { AuthorizerContext, type Role, type ShopId } from './contract.ts';
import { IfMatch } from './entity-tag.ts';
import { atField, ForbiddenError, ValidationError } from './errors.ts';
import { parseFields } from './field-errors.ts';
import { answerHttp, type HttpAnswer } from './http-answer.ts';
import { bodyOf, jsonOf } from './http-body.ts';
import { pathOf } from './http-path.ts';
import { type InvocationRecord, openRecord, recordOf } from './invocation-record.ts';
import { refusal } from './refusal.ts';
import type { RequestLedger } from './request-ledger.ts';

type Absent = z.ZodType<unknown>;

/** Each part is parsed by its schema and the parts are merged into one request. */
export interface HttpShape<
  Body extends z.ZodType,
  Query extends z.ZodType,
  Path extends z.ZodType,
  Answer extends z.ZodType,
> {
  readonly body?: Body;
  readonly query?: Query;
  readonly path?: Path;
  /** The answer is parsed too: nothing leaves that the contract does not name. */
  readonly response: Answer;
  /** @default 200 */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Headers that depend on the answer, such as where it leads. */
  readonly headersOf?: (answer: z.output<Answer>) => Readonly<Record<string, string>>;
}

export interface HttpOptions<
  Body extends z.ZodType,
  Query extends z.ZodType,
  Path extends z.ZodType,
  Answer extends z.ZodType,
> extends HttpShape<Body, Query, Path, Answer> {
  /** @default server and console: publishable keys write events and do nothing else */
  readonly roles?: readonly Role[];
  /**
   * What an unpacked body may weigh.
   *
   * @default 6 MB, which is what a function can be handed
   */
  readonly maxBodyBytes?: number;
  /** Given, the route honours `Idempotency-Key`. */
  readonly idempotency?: RequestLedger;
  /**
   * Whether it honours `If-Match`.
   *
   * @default false: where it writes, and no browser may call it, it refuses one, so that nobody takes for safe what is not
   */
  readonly isConditional?: boolean;
}

export interface PublicCall {
  /** The route's path as the API defines it: `/customers/{customerId}`. */
  readonly resource: string;
  readonly requestId: string;
  /** What the caller's program says it is. */
  readonly userAgent: string;
  readonly now: Date;
  readonly record: InvocationRecord;
}

export interface HttpCall extends PublicCall {
  readonly shop: ShopId;
  readonly role: Role;
  readonly keyId: string;
  /** The signed-in person of role `console`, else the key. */
  readonly subject: string;
  /** What a conditional route may replace; undefined where that may be anything. */
  readonly ifMatch: IfMatch | undefined;
}

type HttpRequest<Body extends z.ZodType, Query extends z.ZodType, Path extends z.ZodType> = z.output<Body> &
  z.output<Query> &
  z.output<Path>;

/**
 * A route of a shop: who calls, what they sent (or a problem naming each bad field), one log line, one answer.
 * The function given decides the rest and throws an `AppError` to refuse.
 */
export function httpHandler<
  Answer extends z.ZodType,
  Body extends z.ZodType = Absent,
  Query extends z.ZodType = Absent,
  Path extends z.ZodType = Absent,
>(
  options: HttpOptions<Body, Query, Path, Answer>,
  use: (request: HttpRequest<Body, Query, Path>, call: HttpCall) => Promise<z.input<Answer>>,
) {
  const roles = options.roles ?? ['server', 'console'];
  return composeHttp(async (event, context) => {
    const record = recordOf(context);
    const caller = callerOf(event, roles);
    record.fact('shop', caller.shop);
    record.fact('role', caller.role);
    const ifMatch = ifMatchOf(event, { isConditional: options.isConditional, roles });
    const call = { ...caller, ...publicCall(event, record), ifMatch };
    const text = bodyOf(event, options.maxBodyBytes);
    const decide = async () => answerOf(options, await use(requestOf(options, event, text), call));
    const key = headerOf(event, 'idempotency-key');
    if (!options.idempotency || !key) return decide();
    const route = `${event.httpMethod} ${event.path}`;
    return options.idempotency.once(
      { shop: caller.shop, route, key, body: text, now: call.now, owner: call.requestId },
      decide,
    );
  });
}

/** A route that anybody may call, such as the API's own description. */
export function publicHttpHandler<
  Answer extends z.ZodType,
  Body extends z.ZodType = Absent,
  Query extends z.ZodType = Absent,
  Path extends z.ZodType = Absent,
>(
  options: HttpShape<Body, Query, Path, Answer>,
  use: (request: HttpRequest<Body, Query, Path>, call: PublicCall) => Promise<z.input<Answer>>,
) {
  return composeHttp(async (event, context) =>
    answerOf(options, await use(requestOf(options, event, bodyOf(event)), publicCall(event, recordOf(context)))),
  );
}

function composeHttp(base: (event: APIGatewayProxyEvent, context: Context) => Promise<HttpAnswer>) {
  return middy<APIGatewayProxyEvent, APIGatewayProxyResult | HttpAnswer>()
    .before(({ event, context }) => {
      const record = openRecord(context);
      record.fact('requestId', event.requestContext.requestId);
      record.fact('route', `${event.httpMethod} ${event.resource}`);
    })
    .use(answerHttp())
    .handler(base);
}

function callerOf(event: APIGatewayProxyEvent, roles: readonly Role[]): AuthorizerContext {
  const caller = AuthorizerContext.safeParse(event.requestContext.authorizer ?? {});
  if (!caller.success) throw new ForbiddenError(refusal('no-caller', {}));
  if (!roles.includes(caller.data.role)) {
    throw new ForbiddenError(refusal('not-by-role', { role: caller.data.role, roles: roles.join(', ') }));
  }
  return caller.data;
}

/** What browsers may write is only ever added, so that a condition which they send along is none. */
function ifMatchOf(
  event: APIGatewayProxyEvent,
  { isConditional = false, roles }: { readonly isConditional: boolean | undefined; readonly roles: readonly Role[] },
): IfMatch | undefined {
  const sent = headerOf(event, 'if-match');
  if (isConditional) return parseFields(IfMatch.optional(), sent, IF_MATCH);
  if (sent === undefined || READING.has(event.httpMethod) || roles.includes('browser')) return undefined;
  const refused = refusal('no-condition', {});
  throw new ValidationError(refused, [atField(IF_MATCH, refused)]);
}

const IF_MATCH = 'header/if-match';
const READING: ReadonlySet<string> = new Set(['GET', 'HEAD']);

function publicCall(event: APIGatewayProxyEvent, record: InvocationRecord): PublicCall {
  return {
    resource: event.resource,
    requestId: event.requestContext.requestId,
    userAgent: headerOf(event, 'user-agent') ?? '',
    now: new Date(),
    record,
  };
}

function requestOf<Body extends z.ZodType, Query extends z.ZodType, Path extends z.ZodType, Answer extends z.ZodType>(
  { body, query, path }: HttpShape<Body, Query, Path, Answer>,
  event: APIGatewayProxyEvent,
  text: string,
): HttpRequest<Body, Query, Path> {
  // The marked edge: TypeScript cannot follow that the merged parts are what their schemas say.
  const parts = {
    ...(path ? Object(parseFields(path, pathOf(event), 'path')) : {}),
    ...(query ? Object(parseFields(query, event.queryStringParameters ?? {}, 'query')) : {}),
    ...(body ? Object(parseFields(body, jsonOf(text))) : {}),
  };
  return parts;
}

function answerOf<Body extends z.ZodType, Query extends z.ZodType, Path extends z.ZodType, Answer extends z.ZodType>(
  { response, status = 200, headers = {}, headersOf }: HttpShape<Body, Query, Path, Answer>,
  decided: z.input<Answer>,
): HttpAnswer {
  const answer = response.parse(decided);
  const body = typeof answer === 'string' ? answer : JSON.stringify(answer);
  return { statusCode: status, body, headers: { ...headers, ...headersOf?.(answer) } };
}

function headerOf({ headers }: APIGatewayProxyEvent, name: string): string | undefined {
  return Object.entries(headers ?? {}).find(([key]) => key.toLowerCase() === name)?.[1];
}
