import type { Interval } from '../outcomes/compare-arms.ts';

const Z2_95 = 1.959964 ** 2;

/**
 * How many there are in all, where `found` of them lie in a `share` that chance chose of everybody, with the 95 % interval: the totals
 * that a found number so far off would not be unlikely of (Wilson's way, JASA 22, 1927, of a known share and an unknown
 * total). All of them where the share is 1.
 */
export function estimateTotal(found: number, share: number): Interval {
  const spread = Z2_95 * (1 - share);
  const middle = found + spread / 2;
  const half = Math.sqrt(spread * (found + spread / 4));
  return {
    value: Math.round(found / share),
    low: Math.max(found, Math.floor((middle - half) / share)),
    high: Math.ceil((middle + half) / share),
  };
}
