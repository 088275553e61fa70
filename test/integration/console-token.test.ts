import { CognitoIdentityProviderClient, InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { bearerAuthorization } from '../../local/api-client.ts';
import { outputs, platform, send } from './support/platform.ts';

/** As the console signs in. */
async function signIn() {
  const { AuthenticationResult } = await new CognitoIdentityProviderClient().send(
    new InitiateAuthCommand({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: outputs.ClientId,
      AuthParameters: { USERNAME: platform.PERENNIAL_LOGIN, PASSWORD: platform.PERENNIAL_PASSWORD },
    }),
  );
  return { idToken: AuthenticationResult?.IdToken ?? '', accessToken: AuthenticationResult?.AccessToken ?? '' };
}

const asked = (token: string, path = '/home') => send(path, { authorization: bearerAuthorization(token) });

describe("a console user's token", () => {
  it('opens what the console shows, for the shop of the user', async () => {
    const { idToken } = await signIn();

    const { status, body } = await asked(idToken);

    expect(status).toBe(200);
    expect(body).toMatchObject({ shop: { id: platform.PERENNIAL_SHOP } });
    expect((await asked(idToken, '/models')).status).toBe(200);
  });

  it('may not send events', async () => {
    const { idToken } = await signIn();

    const { status } = await send('/track', {
      authorization: bearerAuthorization(idToken),
      body: { event: 'Product Viewed', userId: 'ann' },
    });

    expect(status).toBe(403);
  });

  it('is the id token: an access token, a changed one and one of another pool open nothing', async () => {
    const { idToken, accessToken } = await signIn();
    const [header, payload = '', signature] = idToken.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    const changed = Buffer.from(JSON.stringify({ ...claims, 'custom:shop': 'another' })).toString('base64url');

    for (const token of [accessToken, `${header}.${changed}.${signature}`, `${header}.${payload}.`]) {
      expect([401, 403]).toContain((await asked(token)).status);
    }
  });
});
