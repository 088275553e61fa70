import middy from '@middy/core';
import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent, Context } from 'aws-lambda';
import type { AuthorizerContext } from './contract.ts';
import { factsOfError, openRecord, recordOf } from './invocation-record.ts';

/** API Gateway answers 401 to exactly this message. */
const UNAUTHORIZED = 'Unauthorized';

/**
 * Says who sends a request. Nobody we know is answered 401. The policy covers the whole stage, because API Gateway
 * keeps it per `Authorization` header; what a role may do is checked by each route.
 */
export function authorizerHandler(identify: (authorization: string) => Promise<AuthorizerContext | undefined>) {
  return middy<APIGatewayRequestAuthorizerEvent, APIGatewayAuthorizerResult>()
    .before(({ context }) => {
      openRecord(context);
    })
    .after(({ context }) => recordOf(context).close('INFO', { isAllowed: true }))
    .onError(({ context, error }) => {
      const isRefusal = error instanceof Error && error.message === UNAUTHORIZED;
      recordOf(context).close(isRefusal ? 'INFO' : 'ERROR', isRefusal ? { isAllowed: false } : factsOfError(error));
    })
    .handler(async (event: APIGatewayRequestAuthorizerEvent, context: Context) => {
      const caller = await identify(authorizationOf(event));
      if (!caller) throw new Error(UNAUTHORIZED);
      recordOf(context).fact('shop', caller.shop);
      recordOf(context).fact('role', caller.role);
      return allow(caller, event.methodArn);
    });
}

function authorizationOf({ headers }: APIGatewayRequestAuthorizerEvent): string {
  return Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === 'authorization')?.[1] ?? '';
}

function allow(caller: AuthorizerContext, methodArn: string): APIGatewayAuthorizerResult {
  const [api, stage] = methodArn.split('/');
  const statement = { Action: 'execute-api:Invoke', Effect: 'Allow', Resource: `${api}/${stage}/*/*` } as const;
  return {
    principalId: `${caller.shop}/${caller.subject}`,
    policyDocument: { Version: '2012-10-17', Statement: [statement] },
    context: { ...caller },
  };
}
