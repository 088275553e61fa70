import fc from 'fast-check';
import { createPseudonymizer, createPseudonyms, shareBefore } from '../../../core/platform/pseudonyms.ts';
import { aShop } from '../../support/shops.ts';

describe('a pseudonym', () => {
  const { pseudonymOf } = createPseudonymizer(Buffer.alloc(32, 1));

  it('is always the same for one person and differs between people', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        expect(pseudonymOf('customer', one)).toBe(pseudonymOf('customer', one));
        if (one !== other) expect(pseudonymOf('customer', one)).not.toBe(pseudonymOf('customer', other));
      }),
    );
  });

  it('tells a customer from a browser of the same id', () => {
    expect(pseudonymOf('customer', '42')).not.toBe(pseudonymOf('anonymous', '42'));
  });

  it('is another in another shop, even where KMS would hand out the same secret', async () => {
    const pseudonyms = createPseudonyms(
      { unwrap: async () => Buffer.alloc(32, 9) },
      { get: async (shop) => aShop({ shop }) },
    );

    const [here, there] = await Promise.all([pseudonyms.of('demo'), pseudonyms.of('other')]);

    expect(here.pseudonymOf('customer', 'ann')).not.toBe(there.pseudonymOf('customer', 'ann'));
  });

  it('has as large a share of others before it in a table as it says', () => {
    const bytewise = (one: string, other: string) => Buffer.compare(Buffer.from(one), Buffer.from(other));
    const inOrder = Array.from({ length: 10_000 }, (_, index) => pseudonymOf('customer', `c${index}`)).sort(bytewise);

    const off = inOrder.map((pseudonym, index) => Math.abs(shareBefore(pseudonym) - index / inOrder.length));

    expect(Math.max(...off)).toBeLessThan(0.02);
    expect(inOrder.map(shareBefore)).toEqual(inOrder.map(shareBefore).sort((one, other) => one - other));
  });

  it('has 128 bits in a form that fits keys and addresses', () => {
    expect(pseudonymOf('customer', 'ann')).toMatch(/^[A-Za-z0-9_-]{22}$/);
  });
});
