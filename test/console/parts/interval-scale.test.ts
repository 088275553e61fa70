import { intervalScale } from '../../../console/src/parts/interval-scale.ts';

describe('the scale of intervals', () => {
  it('goes from one round value to another, with room for every interval', () => {
    const { at, ticks, digits } = intervalScale([
      { low: 0.6221, high: 0.6544 },
      { low: 0.9516, high: 0.965 },
    ]);

    expect(ticks.map((tick) => tick.toFixed(digits))).toEqual(['0.6', '0.8', '1.0']);
    expect([at(0.6), at(0.8), at(1)]).toEqual([0, 0.5, 1].map((part) => expect.closeTo(part, 9)));
  });

  it('has room for what an axis stands at', () => {
    const above = intervalScale([{ low: 0.1, high: 0.3 }], [0]);
    const below = intervalScale([{ low: -9, high: -1 }], [0]);

    expect(above.ticks).toEqual([0, 0.1, 0.2, 0.3].map((tick) => expect.closeTo(tick, 9)));
    expect(below.ticks).toEqual([-10, -5, 0].map((tick) => expect.closeTo(tick, 9)));
    expect([below.at(-10), below.at(0)]).toEqual([0, 1].map((part) => expect.closeTo(part, 9)));
  });

  it('tells its ticks apart however small or large they are', () => {
    const scale = (low: number, high: number) => {
      const { ticks, digits } = intervalScale([{ low, high }]);
      return ticks.map((tick) => tick.toFixed(digits));
    };

    expect(scale(0.01215, 0.01222)).toEqual(['0.01215', '0.01220', '0.01225']);
    expect(scale(1_000, 4_000)).toEqual(['1000', '2000', '3000', '4000']);
  });

  it('has two ends though nothing, or one value alone, stands on it', () => {
    for (const intervals of [[], [{ low: 0, high: 0 }], [{ low: 5, high: 5 }]]) {
      const { ticks } = intervalScale(intervals);

      expect(new Set(ticks).size).toBeGreaterThan(1);
    }
  });
});
