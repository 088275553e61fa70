import { signCustomerToken, TOKEN_SECONDS, verifyCustomerToken } from '../../../core/chat/customer-token.ts';

const key = Buffer.alloc(32, 1);
const now = new Date('2026-01-01T12:00:00Z');
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);

describe('a customer token', () => {
  const token = signCustomerToken(key, 'demo', 'customer-1', now);

  it('names its customer while it holds', () => {
    expect(verifyCustomerToken(key, 'demo', token, later(TOKEN_SECONDS - 1))).toBe('customer-1');
  });

  it('names nobody once it is too old', () => {
    expect(verifyCustomerToken(key, 'demo', token, later(TOKEN_SECONDS))).toBeUndefined();
  });

  it('names nobody in another shop or under another key', () => {
    expect(verifyCustomerToken(key, 'other', token, now)).toBeUndefined();
    expect(verifyCustomerToken(Buffer.alloc(32, 2), 'demo', token, now)).toBeUndefined();
  });

  it('names nobody when its content was changed', () => {
    const [header, , signature] = token.split('.');
    const forged = Buffer.from(JSON.stringify({ aud: 'chat', iss: 'demo', sub: 'customer-2', iat: 0, exp: 9e9 }));

    expect(
      verifyCustomerToken(key, 'demo', `${header}.${forged.toString('base64url')}.${signature}`, now),
    ).toBeUndefined();
  });

  it('cannot choose how it is checked', () => {
    const [, body] = token.split('.');
    const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT' })).toString('base64url');

    expect(verifyCustomerToken(key, 'demo', `${none}.${body}.`, now)).toBeUndefined();
  });
});
