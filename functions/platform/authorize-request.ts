import { apiKeyKind } from '../../core/platform/api-key.ts';
import { type AuthorizerContext, type Role, ShopId } from '../../core/platform/contract.ts';
import type { ShopRepository } from '../../core/platform/shop-repository.ts';

/** The claims of a token whose signature, issuer, audience and age hold; undefined for any other. */
export type VerifyToken = (token: string) => Promise<Readonly<Record<string, unknown>> | undefined>;

const ROLE_OF = { secret: 'server', publishable: 'browser' } as const satisfies Record<string, Role>;

/** Who stands behind an `Authorization` header: a shop's server, a browser in the shop, or a person at the console. */
export async function authorizeRequest(
  authorization: string,
  shops: Pick<ShopRepository, 'findKey'>,
  verifyToken: VerifyToken,
): Promise<AuthorizerContext | undefined> {
  const [scheme = '', credentials = ''] = authorization.split(' ');
  switch (scheme.toLowerCase()) {
    case 'basic':
      return byKey(writeKeyOf(credentials), shops);
    case 'bearer':
      return credentials.includes('.') ? byToken(credentials, verifyToken) : byKey(credentials, shops);
    default:
      return undefined;
  }
}

/** Segment's clients send the write key as the user name and no password. */
function writeKeyOf(credentials: string): string {
  const [user = ''] = Buffer.from(credentials, 'base64').toString('utf8').split(':');
  return user;
}

async function byKey(key: string, shops: Pick<ShopRepository, 'findKey'>): Promise<AuthorizerContext | undefined> {
  if (!apiKeyKind(key)) return undefined;
  const stored = await shops.findKey(key);
  return stored && { shop: stored.shop, role: ROLE_OF[stored.kind], keyId: stored.keyId, subject: stored.keyId };
}

async function byToken(token: string, verifyToken: VerifyToken): Promise<AuthorizerContext | undefined> {
  const claims = await verifyToken(token);
  const shop = ShopId.safeParse(claims?.['custom:shop']);
  if (!claims || !shop.success) return undefined;
  return { shop: shop.data, role: 'console', keyId: 'cognito', subject: String(claims.sub) };
}
