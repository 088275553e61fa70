import fc from 'fast-check';
import { assignArm, shareOf } from '../../../core/experiments/assign-arm.ts';

const assignment = { salt: 'a shop', holdoutShare: 0.05 };

describe('assignArm', () => {
  it('spreads a million ids evenly: chi-square over 100 cells', () => {
    const cells = new Array<number>(100).fill(0);
    const n = 1_000_000;
    for (let id = 0; id < n; id++) {
      const cell = Math.floor(shareOf('salt', `customer-${id}`) * 100);
      cells[cell] = (cells[cell] ?? 0) + 1;
    }

    const expected = n / 100;
    const chiSquare = cells.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);

    // The 0.01 % quantiles of chi-square with 99 degrees of freedom.
    expect(chiSquare).toBeGreaterThan(53);
    expect(chiSquare).toBeLessThan(160);
  });

  it('holds out the share that the shop asked for', () => {
    const ids = Array.from({ length: 100_000 }, (_, id) => `customer-${id}`);

    const share = ids.filter((id) => assignArm([id], assignment) === 'holdout').length / ids.length;

    // Five standard errors of a proportion.
    expect(Math.abs(share - 0.05)).toBeLessThan(5 * Math.sqrt((0.05 * 0.95) / ids.length));
  });

  it('answers the same for the same person, and independently under another salt', () => {
    const ids = Array.from({ length: 20_000 }, (_, id) => `customer-${id}`);
    const isHeldOut = (salt: string) => (id: string) => assignArm([id], { salt, holdoutShare: 0.1 }) === 'holdout';

    const first = ids.filter(isHeldOut('one'));
    const both = first.filter(isHeldOut('two'));

    expect(ids.filter(isHeldOut('one'))).toEqual(first);
    expect(both.length / first.length).toBeCloseTo(0.1, 1);
  });

  it('moves nobody out of the holdout when a name is added', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), fc.array(fc.string()), (names, more) => {
        const before = assignArm(names, { salt: 's', holdoutShare: 0.3 });
        const after = assignArm([...more, ...names], { salt: 's', holdoutShare: 0.3 });

        expect(before === 'holdout' && after === 'treated').toBe(false);
      }),
    );
  });
});
