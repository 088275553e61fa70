import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import type { ShopId } from '../platform/contract.ts';

/** An hour: a shop's page makes a new one each time that it is loaded. */
export const TOKEN_SECONDS = 3_600;
const CLOCK_SKEW_SECONDS = 60;
const HEADER = encode({ alg: 'HS256', typ: 'JWT' });

const Claims = z.object({
  aud: z.literal('chat'),
  iss: z.string(),
  sub: z.string().min(1).max(128),
  iat: z.int(),
  exp: z.int(),
});

/** A JWT that says which customer of which shop is at the other end, signed with a key that only the shop has. */
export function signCustomerToken(key: Buffer, shop: ShopId, customerId: string, now: Date): string {
  const iat = Math.floor(now.getTime() / 1000);
  const claims: z.infer<typeof Claims> = { aud: 'chat', iss: shop, sub: customerId, iat, exp: iat + TOKEN_SECONDS };
  const signed = `${HEADER}.${encode(claims)}`;
  return `${signed}.${signatureOf(key, signed)}`;
}

/** The customer's id; undefined where the token is not whole, not of this shop, not for the chat, or too old. */
export function verifyCustomerToken(key: Buffer, shop: ShopId, token: string, now: Date): string | undefined {
  const [header = '', body = '', signature = '', ...more] = token.split('.');
  // Only our own header is taken, so that no token can choose how it is checked.
  if (more.length || header !== HEADER || !isSame(signature, signatureOf(key, `${header}.${body}`))) return undefined;
  const claims = Claims.safeParse(decode(body));
  if (!claims.success || claims.data.iss !== shop) return undefined;
  const seconds = now.getTime() / 1000;
  const { iat, exp, sub } = claims.data;
  if (exp <= seconds || iat > seconds + CLOCK_SKEW_SECONDS || exp - iat > TOKEN_SECONDS) return undefined;
  return sub;
}

const signatureOf = (key: Buffer, text: string) => createHmac('sha256', key).update(text).digest('base64url');

function isSame(left: string, right: string): boolean {
  const [one, other] = [Buffer.from(left), Buffer.from(right)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function decode(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
