import * as z from 'zod';

const AuthenticationResult = z.object({
  IdToken: z.string(),
  AccessToken: z.string(),
  RefreshToken: z.string().optional(),
  ExpiresIn: z.number(),
});
const Answer = z.object({
  AuthenticationResult: AuthenticationResult.optional(),
  ChallengeName: z.string().optional(),
  Session: z.string().optional(),
  ChallengeParameters: z.record(z.string(), z.string()).optional(),
});
type Answer = z.infer<typeof Answer>;
const Refusal = z.object({ __type: z.string(), message: z.string().optional() });
const SecretCode = z.object({ SecretCode: z.string(), Session: z.string().optional() });

/** What Cognito refused, by its own name for it: `NotAuthorizedException`, … */
export class CognitoError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'CognitoError';
    this.code = code;
  }
}

export interface Tokens {
  readonly idToken: string;
  readonly accessToken: string;
  readonly refreshToken: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** What Cognito wants to know before it hands out tokens. */
export interface Challenge {
  readonly kind: 'new-password' | 'one-time-code' | 'set-up-code';
  readonly username: string;
  readonly session: string;
  /** For an authenticator application, when one must be set up. */
  readonly secret?: string;
}
export type SignInStep =
  | { readonly kind: 'signed-in'; readonly tokens: Tokens }
  | { readonly kind: 'challenge'; readonly challenge: Challenge };

export interface CognitoOptions {
  readonly url: string;
  readonly clientId: string;
  /** @default the browser's */
  readonly fetcher?: typeof fetch;
  /** @default the clock */
  readonly now?: () => number;
}

export type Cognito = ReturnType<typeof createCognito>;

/** Signing in over Cognito's JSON API; TLS protects the password on its way. */
export function createCognito({
  url,
  clientId,
  fetcher = (...args) => fetch(...args),
  now = Date.now,
}: CognitoOptions) {
  async function call(action: string, body: object): Promise<unknown> {
    const response = await fetcher(url, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/x-amz-json-1.1',
        'X-Amz-Target': `AWSCognitoIdentityProviderService.${action}`,
      },
      body: JSON.stringify(body),
    }).catch(() => {
      throw new CognitoError('Unreachable', 'Cognito did not answer');
    });
    const answer: unknown = await response.json().catch(() => ({}));
    if (response.ok) return answer;
    const refusal = Refusal.safeParse(answer);
    const code = refusal.success ? (refusal.data.__type.split('#').at(-1) ?? 'Unknown') : `Status${response.status}`;
    throw new CognitoError(code, refusal.success ? (refusal.data.message ?? code) : code);
  }

  function tokensOf(result: z.infer<typeof AuthenticationResult>, refreshToken: string): Tokens {
    return {
      idToken: result.IdToken,
      accessToken: result.AccessToken,
      refreshToken: result.RefreshToken ?? refreshToken,
      expiresAt: now() + result.ExpiresIn * 1000,
    };
  }

  async function stepOf(username: string, answer: Answer): Promise<SignInStep> {
    if (answer.AuthenticationResult) return { kind: 'signed-in', tokens: tokensOf(answer.AuthenticationResult, '') };
    const session = answer.Session ?? '';
    switch (answer.ChallengeName) {
      case 'NEW_PASSWORD_REQUIRED':
        return { kind: 'challenge', challenge: { kind: 'new-password', username, session } };
      case 'SOFTWARE_TOKEN_MFA':
        return { kind: 'challenge', challenge: { kind: 'one-time-code', username, session } };
      case 'MFA_SETUP': {
        const made = SecretCode.parse(await call('AssociateSoftwareToken', { Session: session }));
        const challenge = {
          kind: 'set-up-code',
          username,
          session: made.Session ?? session,
          secret: made.SecretCode,
        } as const;
        return { kind: 'challenge', challenge };
      }
      default:
        throw new CognitoError(answer.ChallengeName ?? 'Unknown', 'This way of signing in is not known here');
    }
  }

  async function respond(name: string, username: string, session: string, responses: object): Promise<SignInStep> {
    const answer = await call('RespondToAuthChallenge', {
      ChallengeName: name,
      ClientId: clientId,
      Session: session,
      ChallengeResponses: { USERNAME: username, ...responses },
    });
    return stepOf(username, Answer.parse(answer));
  }

  return {
    async signIn(username: string, password: string): Promise<SignInStep> {
      const answer = await call('InitiateAuth', {
        AuthFlow: 'USER_PASSWORD_AUTH',
        ClientId: clientId,
        AuthParameters: { USERNAME: username, PASSWORD: password },
      });
      return stepOf(username, Answer.parse(answer));
    },

    /** `answer` is the new password, or the code that the authenticator shows. */
    async answerChallenge({ kind, username, session }: Challenge, answer: string): Promise<SignInStep> {
      if (kind === 'new-password') return respond('NEW_PASSWORD_REQUIRED', username, session, { NEW_PASSWORD: answer });
      if (kind === 'one-time-code')
        return respond('SOFTWARE_TOKEN_MFA', username, session, { SOFTWARE_TOKEN_MFA_CODE: answer });
      const verified = await call('VerifySoftwareToken', { Session: session, UserCode: answer });
      return respond('MFA_SETUP', username, Answer.parse(verified).Session ?? session, {});
    },

    async refresh(refreshToken: string): Promise<Tokens> {
      const answer = await call('InitiateAuth', {
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        ClientId: clientId,
        AuthParameters: { REFRESH_TOKEN: refreshToken },
      });
      const { AuthenticationResult: result } = Answer.parse(answer);
      if (!result) throw new CognitoError('NotAuthorizedException', 'The session has ended');
      return tokensOf(result, refreshToken);
    },

    async revoke(refreshToken: string): Promise<void> {
      await call('RevokeToken', { ClientId: clientId, Token: refreshToken });
    },
  };
}
