import type { APIGatewayProxyEvent, Context, SQSEvent } from 'aws-lambda';
import type { Role } from '../../core/platform/contract.ts';
import type { InvocationRecord } from '../../core/platform/invocation-record.ts';

type ApiEvent = Partial<APIGatewayProxyEvent> & { readonly role?: Role; readonly shop?: string };

/** A request as API Gateway hands it on after the authorizer. */
export function anApiEvent({ role = 'server', shop = 'demo', ...overrides }: ApiEvent): APIGatewayProxyEvent {
  const requestContext = {
    requestId: 'request-1',
    authorizer: { shop, role, keyId: 'key-1', subject: 'key-1', principalId: 'key-1' },
  };
  const event: unknown = {
    httpMethod: 'GET',
    path: '/',
    resource: '/',
    headers: {},
    body: null,
    isBase64Encoded: false,
    pathParameters: null,
    queryStringParameters: null,
    requestContext,
    ...overrides,
  };
  return asEvent(event);
}

/** Messages as SQS delivers them; a string is delivered as it is, anything else as JSON. */
export function aQueueEvent(bodies: readonly unknown[]): SQSEvent {
  const Records = bodies.map((body, index) => ({
    messageId: `message-${index}`,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    attributes: { SentTimestamp: String(Date.parse('2026-11-01T10:00:00Z')) },
  }));
  return asEvent({ Records });
}

export function aContext(): Context {
  return asEvent({ awsRequestId: 'invocation-1', functionName: 'test', getRemainingTimeInMillis: () => 10_000 });
}

/** Reads, per test, the log lines that invocations wrote to standard output. */
export function linesWritten(): () => Record<string, unknown>[] {
  let written: jest.SpyInstance;
  beforeEach(() => {
    written = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  });
  afterEach(() => written.mockRestore());
  return () => written.mock.calls.map(([line]) => JSON.parse(String(line)));
}

/** A record that nobody reads. */
export const aRecord = (): InvocationRecord => ({ fact: () => {}, count: () => {}, took: () => {} });

// The library edge: a test gives the few fields that are read of AWS's large types.
// biome-ignore lint/suspicious/noExplicitAny: see above
const asEvent = (event: any) => event;
