import { CognitoError, createCognito } from '../../../console/src/session/cognito.ts';
import { createSession } from '../../../console/src/session/session.ts';

const NOW = 1_000_000;
const part = (claims: object) => Buffer.from(JSON.stringify(claims)).toString('base64url');
const anIdToken = (email: string) => `head.${part({ email, 'custom:shop': 'demo' })}.signature`;
const tokens = (id: string) => ({
  AuthenticationResult: { IdToken: anIdToken(id), AccessToken: 'access', RefreshToken: 'refresh', ExpiresIn: 3600 },
});

type Answers = Readonly<Record<string, (body: Record<string, unknown>) => { status?: number; body: unknown }>>;

/** Cognito as its JSON API answers, one function an action. */
function aSession(answers: Answers, clock = { now: NOW }) {
  const calls: { action: string; body: Record<string, unknown> }[] = [];
  const kept = new Map<string, string>();
  const fetcher: typeof fetch = async (_url, init) => {
    const action = new Headers(init?.headers).get('x-amz-target')?.split('.')[1] ?? '';
    const body: Record<string, unknown> = JSON.parse(String(init?.body));
    calls.push({ action, body });
    const answer = answers[action.charAt(0).toLowerCase() + action.slice(1)]?.(body) ?? {
      status: 400,
      body: { __type: 'Unknown' },
    };
    return new Response(JSON.stringify(answer.body), { status: answer.status ?? 200 });
  };
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  const start = () =>
    createSession(
      createCognito({ url: 'https://idp.example/', clientId: 'client', fetcher, now: () => clock.now }),
      storage,
      () => clock.now,
    );
  return { session: start(), reload: start, calls, kept, clock };
}

describe('a session', () => {
  it('knows the person and the shop, and survives a reload of the tab', async () => {
    const { session, reload } = aSession({ initiateAuth: () => ({ body: tokens('zoë@demo.example') }) });

    await session.signIn('zoë@demo.example', 'secret');

    const state = { status: 'signed-in', email: 'zoë@demo.example', shop: 'demo' };
    expect(session.state()).toEqual(state);
    expect(reload().state()).toEqual(state);
  });

  it('asks for a new password where Cognito wants one', async () => {
    const { session, calls } = aSession({
      initiateAuth: () => ({ body: { ChallengeName: 'NEW_PASSWORD_REQUIRED', Session: 'open' } }),
      respondToAuthChallenge: () => ({ body: tokens('owner') }),
    });

    await session.signIn('owner', 'temporary');
    const state = session.state();
    if (state.status !== 'challenged') throw new Error(`expected a challenge, not ${state.status}`);
    await session.answer(state.challenge, 'A-new-password-1');

    expect(session.state().status).toBe('signed-in');
    expect(calls.at(-1)?.body).toMatchObject({
      Session: 'open',
      ChallengeResponses: { USERNAME: 'owner', NEW_PASSWORD: 'A-new-password-1' },
    });
  });

  it('lets an authenticator be set up and goes on with the code that it shows', async () => {
    const { session, calls } = aSession({
      initiateAuth: () => ({ body: { ChallengeName: 'MFA_SETUP', Session: 'one' } }),
      associateSoftwareToken: () => ({ body: { SecretCode: 'SECRET', Session: 'two' } }),
      verifySoftwareToken: () => ({ body: { Session: 'three' } }),
      respondToAuthChallenge: () => ({ body: tokens('owner') }),
    });

    await session.signIn('owner', 'secret');
    const state = session.state();
    if (state.status !== 'challenged') throw new Error(`expected a challenge, not ${state.status}`);
    await session.answer(state.challenge, '123456');

    expect(state.challenge.secret).toBe('SECRET');
    expect(calls.map(({ body }) => body.Session)).toEqual([undefined, 'one', 'two', 'three']);
  });

  it('renews a token that is about to end, once for all who wait', async () => {
    const { session, calls, clock } = aSession({ initiateAuth: () => ({ body: tokens('owner') }) });
    await session.signIn('owner', 'secret');
    clock.now = NOW + 3_590_000;

    const renewed = await Promise.all([session.token(false), session.token(false)]);

    expect(renewed).toEqual([anIdToken('owner'), anIdToken('owner')]);
    expect(calls.map(({ body }) => body.AuthFlow)).toEqual(['USER_PASSWORD_AUTH', 'REFRESH_TOKEN_AUTH']);
  });

  it('says that it has ended when it cannot be renewed, and forgets its tokens', async () => {
    const { session, kept } = aSession({
      initiateAuth: ({ AuthFlow }) =>
        AuthFlow === 'REFRESH_TOKEN_AUTH'
          ? { status: 400, body: { __type: 'NotAuthorizedException' } }
          : { body: tokens('owner') },
    });
    await session.signIn('owner', 'secret');

    await expect(session.token(true)).resolves.toBeUndefined();

    expect(session.state()).toEqual({ status: 'signed-out', ended: true });
    expect(kept.size).toBe(0);
  });

  it('is signed out at once, even where Cognito cannot be told', async () => {
    const { session, calls } = aSession({ initiateAuth: () => ({ body: tokens('owner') }) });
    await session.signIn('owner', 'secret');

    await session.signOut();

    expect(session.state()).toEqual({ status: 'signed-out', ended: false });
    expect(calls.at(-1)).toMatchObject({ action: 'RevokeToken', body: { Token: 'refresh' } });
  });

  it('tells a wrong password by the name that Cognito has for it', async () => {
    const { session } = aSession({
      initiateAuth: () => ({ status: 400, body: { __type: 'com.example#NotAuthorizedException', message: 'No' } }),
    });

    await expect(session.signIn('owner', 'wrong')).rejects.toEqual(new CognitoError('NotAuthorizedException', 'No'));
  });
});
