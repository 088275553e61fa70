import * as fc from 'fast-check';
import {
  differenceOfShares,
  incrementalCustomers,
  shareInterval,
  verdictOf,
} from '../../../core/outcomes/compare-arms.ts';
import { isMachineOpen } from '../../../core/outcomes/machine-open.ts';
import { retainedOf, retentionHeadline } from '../../../core/outcomes/retention.ts';
import { createRandom } from '../../../local/demo/random.ts';

describe('differenceOfShares', () => {
  it('is the published example of Newcombe (1998), table II, method 10', () => {
    const interval = differenceOfShares({ customers: 70, successes: 56 }, { customers: 80, successes: 48 });

    expect(interval?.value).toBeCloseTo(0.2, 4);
    expect(interval?.low).toBeCloseTo(0.0524, 4);
    expect(interval?.high).toBeCloseTo(0.3339, 4);
  });

  it('keeps its promise: 95 % of intervals hold the truth, also for rare orders', () => {
    const random = createRandom(5);
    const draw = (n: number, p: number) => Array.from({ length: n }, () => random.uniform() < p).filter(Boolean).length;
    const inside = Array.from({ length: 2_000 }, () => {
      const found = differenceOfShares(
        { customers: 400, successes: draw(400, 0.06) },
        { customers: 60, successes: draw(60, 0.04) },
      );
      return found !== undefined && found.low <= 0.02 && 0.02 <= found.high;
    }).filter(Boolean).length;

    expect(inside / 2_000).toBeGreaterThan(0.935);
  });

  it('never leaves [-1, 1], and always holds its own value', () => {
    const arm = fc
      .integer({ min: 1, max: 500 })
      .chain((customers) => fc.integer({ min: 0, max: customers }).map((successes) => ({ customers, successes })));
    fc.assert(
      fc.property(arm, arm, (treated, holdout) => {
        const found = differenceOfShares(treated, holdout);
        expect(
          found && found.low >= -1 && found.high <= 1 && found.low <= found.value && found.value <= found.high,
        ).toBe(true);
      }),
    );
  });

  it('stays within them where everybody of one arm did it and nobody of the other, whatever their sizes', () => {
    for (let customers = 1; customers <= 500; customers++) {
      const [all, none] = [
        { customers, successes: customers },
        { customers: 501 - customers, successes: 0 },
      ];
      expect(differenceOfShares(all, none)).toMatchObject({ value: 1, high: 1 });
      expect(differenceOfShares(none, all)).toMatchObject({ value: -1, low: -1 });
    }
  });
});

describe('shareInterval', () => {
  it('holds the share itself, where nobody or everybody did it too', () => {
    for (let customers = 1; customers < 500; customers += 0.7) {
      for (const successes of [0, customers]) {
        const { value = 0, low = 1, high = 0 } = shareInterval({ customers, successes }) ?? {};
        expect(low).toBeLessThanOrEqual(value);
        expect(high).toBeGreaterThanOrEqual(value);
      }
    }
  });

  it('is of numbers between 0 and 1 even where counts contradict each other', () => {
    expect(shareInterval({ customers: 10, successes: 40 })).toMatchObject({
      value: 1,
      low: expect.closeTo(0.722, 3),
      high: expect.closeTo(1, 10),
    });
    expect(shareInterval({ customers: 10, successes: -1 })).toMatchObject({
      value: 0,
      low: 0,
      high: expect.closeTo(0.278, 3),
    });
  });
});

describe('verdictOf', () => {
  it.each([
    ['too-early', [20, 10], [500, 10]],
    ['no-effect', [1_000, 55], [100, 5]],
    ['effect', [10_000, 900], [1_000, 50]],
    ['harm', [10_000, 500], [1_000, 90]],
  ] as const)('says %s', (verdict, [customers, successes], [held, ordered]) => {
    expect(verdictOf({ customers, successes }, { customers: held, successes: ordered })).toBe(verdict);
  });

  it('finds an effect where there is none in about one case of twenty, not more', () => {
    const random = createRandom(11);
    const draw = (n: number) => Array.from({ length: n }, () => random.uniform() < 0.08).filter(Boolean).length;
    const found = Array.from({ length: 1_000 }, () =>
      verdictOf({ customers: 900, successes: draw(900) }, { customers: 100, successes: draw(100) }),
    ).filter((verdict) => verdict !== 'no-effect').length;

    expect(found / 1_000).toBeLessThan(0.07);
  });
});

describe('retention', () => {
  const NOW = new Date('2026-11-24T00:00:00.000Z');
  const daysAgo = (days: number) => NOW.getTime() - days * 86_400_000;

  it('counts who had ordered before the horizon, and whether they ordered since', () => {
    expect(retainedOf([daysAgo(40)], NOW)).toBe(false);
    expect(retainedOf([daysAgo(40), daysAgo(3)], NOW)).toBe(true);
    expect(retainedOf([daysAgo(3)], NOW)).toBeUndefined();
    expect(retainedOf([], NOW)).toBeUndefined();
  });

  it('says how far it is, then the number with its interval', () => {
    const counts = {
      at: NOW.toISOString(),
      treated: { customers: 950, successes: 400 },
      holdout: { customers: 50, successes: 15 },
      isWhole: true,
    };

    expect(retentionHeadline('2026-11-20T00:00:00.000Z', counts, NOW)).toEqual({
      status: 'too-early',
      day: 4,
      ofDays: 30,
    });
    expect(retentionHeadline('2026-01-01T00:00:00.000Z', undefined, NOW)).toEqual({ status: 'unmeasured', ofDays: 30 });
    expect(retentionHeadline('2026-01-01T00:00:00.000Z', counts, NOW)).toMatchObject({
      status: 'measured',
      treated: { customers: 950, retained: 400 },
      incremental: incrementalCustomers(counts.treated, counts.holdout),
    });
  });
});

describe('isMachineOpen', () => {
  const NOW = new Date('2026-11-24T12:00:00.000Z');
  const browser = 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15';

  it.each([
    ['Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)', true],
    ['Mozilla/5.0', true],
    ['', true],
    [browser, false],
  ])('takes %s for what it is', (userAgent, isMachine) => {
    expect(isMachineOpen(userAgent, '2026-11-24T11:00:00.000Z', NOW)).toBe(isMachine);
  });

  it('believes no open within two seconds of the sending', () => {
    expect(isMachineOpen(browser, '2026-11-24T11:59:59.000Z', NOW)).toBe(true);
  });
});
