import * as z from 'zod';
import type { Challenge, Cognito, SignInStep, Tokens } from './cognito.ts';

const StoredTokens = z.object({
  idToken: z.string(),
  accessToken: z.string(),
  refreshToken: z.string(),
  expiresAt: z.number(),
});
const Claims = z.object({ email: z.string().optional(), 'custom:shop': z.string().optional() });

const KEY = 'perennial.session';
/** A token this close to its end is renewed before it is sent. */
const RENEW_BEFORE_MS = 60_000;

/** What pages know of the session. `ended` tells that it ran out, so that the sign-in page can say so. */
export type SessionState =
  | { readonly status: 'signed-out'; readonly ended: boolean }
  | { readonly status: 'challenged'; readonly challenge: Challenge }
  | { readonly status: 'signed-in'; readonly email: string; readonly shop: string };

export type Session = ReturnType<typeof createSession>;

/** Who is signed in. Tokens live in memory and in this tab's storage, so a reload keeps them and closing the tab does not. */
export function createSession(
  cognito: Cognito,
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>,
  now = Date.now,
) {
  let tokens = storedTokens(storage);
  let state: SessionState = tokens ? signedIn(tokens) : { status: 'signed-out', ended: false };
  let renewal: Promise<Tokens | undefined> | undefined;
  const listeners = new Set<() => void>();

  function become(next: SessionState, kept?: Tokens): void {
    tokens = kept;
    state = next;
    if (kept) storage.setItem(KEY, JSON.stringify(kept));
    else storage.removeItem(KEY);
    for (const listener of listeners) listener();
  }

  function take(step: SignInStep): void {
    if (step.kind === 'signed-in') become(signedIn(step.tokens), step.tokens);
    else become({ status: 'challenged', challenge: step.challenge });
  }

  /** Requests that find an old token at once wait for one renewal. A session that cannot be renewed has ended. */
  function renew(refreshToken: string): Promise<Tokens | undefined> {
    renewal ??= cognito
      .refresh(refreshToken)
      .then((renewed) => {
        become(signedIn(renewed), renewed);
        return renewed;
      })
      .catch((error) => {
        if (error instanceof Error && 'code' in error && error.code === 'Unreachable') throw error;
        become({ status: 'signed-out', ended: true });
        return undefined;
      })
      .finally(() => {
        renewal = undefined;
      });
    return renewal;
  }

  return {
    state: () => state,
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async signIn(username: string, password: string): Promise<void> {
      take(await cognito.signIn(username, password));
    },
    async answer(challenge: Challenge, answer: string): Promise<void> {
      take(await cognito.answerChallenge(challenge, answer));
    },
    /** Signed out here at once, whether or not Cognito can be told. */
    async signOut(): Promise<void> {
      const refreshToken = tokens?.refreshToken;
      become({ status: 'signed-out', ended: false });
      if (refreshToken) await cognito.revoke(refreshToken).catch(() => undefined);
    },
    /** The id token; a new one when asked for or when this one is about to end. */
    async token(refresh: boolean): Promise<string | undefined> {
      if (!tokens) return undefined;
      if (!refresh && tokens.expiresAt - now() > RENEW_BEFORE_MS) return tokens.idToken;
      return (await renew(tokens.refreshToken))?.idToken;
    },
  };
}

function storedTokens(storage: Pick<Storage, 'getItem'>): Tokens | undefined {
  try {
    return StoredTokens.safeParse(JSON.parse(storage.getItem(KEY) ?? 'null')).data;
  } catch {
    return undefined;
  }
}

function signedIn({ idToken }: Tokens): SessionState {
  const claims = claimsOf(idToken);
  return { status: 'signed-in', email: claims.email ?? '', shop: claims['custom:shop'] ?? '' };
}

/** For showing only: the API checks the signature. */
function claimsOf(idToken: string): z.infer<typeof Claims> {
  try {
    const payload = (idToken.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const bytes = Uint8Array.from(atob(payload), (letter) => letter.charCodeAt(0));
    return Claims.catch({}).parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return {};
  }
}
