import { JwtRsaVerifier } from 'aws-jwt-verify';
import { FetchError, JwtBaseError } from 'aws-jwt-verify/error';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import type { AuthorizeRequestEnv } from '../../core/platform/contract.ts';
import type { VerifyToken } from './authorize-request.ts';

const FETCH_TIMEOUT_MS = 3_000;

/** Id tokens of the console's user pool, checked against the pool's own keys, which are fetched once. */
export function createTokenVerifier(env: AuthorizeRequestEnv): VerifyToken {
  const cognito = `https://cognito-idp.${env.AWS_REGION}.amazonaws.com`;
  const keysAt = env.AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER ?? env.AWS_ENDPOINT_URL ?? cognito;
  const verifier = JwtRsaVerifier.create(
    {
      issuer: `${cognito}/${env.USER_POOL_ID}`,
      audience: env.USER_POOL_CLIENT_ID,
      jwksUri: `${keysAt}/${env.USER_POOL_ID}/.well-known/jwks.json`,
    },
    { jwksCache: new SimpleJwksCache({ fetcher: { fetch: fetchKeys } }) },
  );
  return async (token) => {
    try {
      const claims = await verifier.verify(token);
      return claims.token_use === 'id' ? claims : undefined;
    } catch (error) {
      // A token that does not hold is a refusal; keys that cannot be fetched are an outage.
      if (error instanceof JwtBaseError && !(error instanceof FetchError)) return undefined;
      throw error;
    }
  };
}

async function fetchKeys(uri: string): Promise<ArrayBuffer> {
  const answer = await fetch(uri, { signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) });
  if (!answer.ok) throw new FetchError(uri, `it answered ${answer.status}`);
  return answer.arrayBuffer();
}
