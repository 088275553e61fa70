import fc from 'fast-check';
import { apiKeyKind, createApiKey, hashApiKey } from '../../../core/platform/api-key.ts';

describe('an API key', () => {
  it.each(['secret', 'publishable'] as const)('says that it is %s', (kind) => {
    expect(apiKeyKind(createApiKey(kind))).toBe(kind);
  });

  it('is never made twice', () => {
    expect(new Set(Array.from({ length: 1_000 }, () => createApiKey('secret'))).size).toBe(1_000);
  });

  it('is recognised as mistyped when any one character differs', () => {
    const key = createApiKey('secret');
    const at = fc.integer({ min: 8, max: key.length - 1 });
    fc.assert(
      fc.property(at, fc.stringMatching(/^[0-9A-Za-z]$/), (place, character) => {
        fc.pre(key[place] !== character);

        expect(apiKeyKind(key.slice(0, place) + character + key.slice(place + 1))).toBeUndefined();
      }),
    );
  });

  it('cannot turn from publishable to secret by its prefix alone unless its hash is known', () => {
    const publishable = createApiKey('publishable');

    expect(hashApiKey(publishable.replace('pk_live_', 'sk_live_'))).not.toBe(hashApiKey(publishable));
  });

  it('is none of: nothing, a prefix, any text', () => {
    fc.assert(fc.property(fc.string(), (text) => apiKeyKind(text) === undefined));
    expect(apiKeyKind('sk_live_')).toBeUndefined();
  });
});
