import { type Interval, Z_95 } from '../outcomes/compare-arms.ts';

/**
 * How many there are in all, where `found` of them lie in a `share` that chance chose of everybody, with the 95 % interval: the totals
 * that a found number so far off would not be unlikely of (Wilson's way, JASA 22, 1927, of a known share and an unknown
 * total). All of them where the share is 1.
 */
export function estimateTotal(found: number, share: number): Interval {
  const spread = Z_95 ** 2 * (1 - share);
  const middle = found + spread / 2;
  const half = Math.sqrt(spread * (found + spread / 4));
  return {
    value: Math.round(found / share),
    low: Math.max(found, Math.floor((middle - half) / share)),
    high: Math.ceil((middle + half) / share),
  };
}
