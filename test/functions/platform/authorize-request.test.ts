import { createApiKey } from '../../../core/platform/api-key.ts';
import { authorizerHandler } from '../../../core/platform/authorizer-handler.ts';
import { authorizeRequest } from '../../../functions/platform/authorize-request.ts';

const keys = { secret: createApiKey('secret'), publishable: createApiKey('publishable') };
const shops = {
  findKey: async (key: string) => {
    if (key === keys.secret) return { shop: 'demo', kind: 'secret', keyId: 'k1' } as const;
    return key === keys.publishable ? ({ shop: 'demo', kind: 'publishable', keyId: 'k2' } as const) : undefined;
  },
};
const tokens: Record<string, Record<string, unknown>> = {
  'a.b.c': { sub: 'person-1', 'custom:shop': 'demo' },
  'no.shop.here': { sub: 'person-2' },
  'bad.shop.here': { sub: 'person-3', 'custom:shop': '../other' },
};
const authorize = (header: string) => authorizeRequest(header, shops, async (token) => tokens[token]);
const basic = (key: string) => `Basic ${Buffer.from(`${key}:`).toString('base64')}`;

describe('authorizeRequest', () => {
  it.each([
    ['a secret key', `Bearer ${keys.secret}`, 'server'],
    ['a secret key as write key', basic(keys.secret), 'server'],
    ['a publishable key', `Bearer ${keys.publishable}`, 'browser'],
    ['a publishable key as write key', basic(keys.publishable), 'browser'],
    ['a signed-in person', 'Bearer a.b.c', 'console'],
  ])('knows %s', async (_, header, role) => {
    await expect(authorize(header)).resolves.toMatchObject({ shop: 'demo', role });
  });

  it.each([
    ['nothing', ''],
    ['a well-formed key that nobody was given', `Bearer ${createApiKey('secret')}`],
    ['a mistyped key', `Bearer ${keys.secret}x`],
    ['another scheme', `Digest ${keys.secret}`],
    ['a token that does not hold', 'Bearer x.y.z'],
    ['a token without a shop', 'Bearer no.shop.here'],
    ['a token whose shop is no shop id', 'Bearer bad.shop.here'],
    ['a key as password', `Basic ${Buffer.from(`user:${keys.secret}`).toString('base64')}`],
  ])('knows nobody by %s', async (_, header) => {
    await expect(authorize(header)).resolves.toBeUndefined();
  });

  it('asks the table nothing for what was never a key of ours', async () => {
    const findKey = jest.fn();

    await authorizeRequest('Bearer hunter2', { findKey }, async () => undefined);

    expect(findKey).not.toHaveBeenCalled();
  });
});

describe('the authorizer', () => {
  const asked = (authorization: string): unknown => ({
    headers: { authorization },
    methodArn: 'arn:aws:execute-api:eu-west-1:1:api/v1/GET/items',
  });
  const handler = authorizerHandler(authorize);
  const invoke = (authorization: string) =>
    Reflect.apply(handler, undefined, [asked(authorization), { awsRequestId: 'i' }]);

  it('hands on shop and role, and answers 401 to a stranger', async () => {
    jest.spyOn(process.stdout, 'write').mockReturnValue(true);

    await expect(invoke(`Bearer ${keys.publishable}`)).resolves.toMatchObject({
      principalId: 'demo/k2',
      context: { shop: 'demo', role: 'browser' },
    });
    await expect(invoke('Bearer nobody')).rejects.toThrow(/^Unauthorized$/);
    jest.restoreAllMocks();
  });
});
