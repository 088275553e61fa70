import { estimateTotal } from '../../../core/campaigns/estimate-total.ts';
import { createRandom } from '../../../local/demo/random.ts';

describe('estimateTotal', () => {
  it('is certain where everybody was looked at', () => {
    expect(estimateTotal(2_944, 1)).toEqual({ value: 2_944, low: 2_944, high: 2_944 });
    expect(estimateTotal(0, 1)).toEqual({ value: 0, low: 0, high: 0 });
  });

  it('does not take nobody among some for nobody at all', () => {
    expect(estimateTotal(0, 0.02)).toEqual({ value: 0, low: 0, high: 189 });
  });

  it('never says fewer than were found', () => {
    expect(estimateTotal(40, 0.999).low).toBe(40);
  });

  it.each([
    [50, 0.1],
    [1_000, 0.02],
    [500, 0.7],
  ])(
    'has the total of %i within its interval 95 times in 100, of which a share of %f was looked at',
    (total, share) => {
      const { uniform } = createRandom(7);
      const tries = 1_000;

      const held = Array.from({ length: tries }, () => {
        const found = Array.from({ length: total }, uniform).filter((at) => at < share).length;
        const { low, high } = estimateTotal(found, share);
        return low <= total && total <= high;
      }).filter(Boolean);

      expect(held.length / tries).toBeGreaterThan(0.93);
      expect(held.length / tries).toBeLessThan(0.985);
    },
  );
});
