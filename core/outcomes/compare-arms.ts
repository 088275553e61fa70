export interface ArmCounts {
  readonly customers: number;
  readonly successes: number;
}

export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Of a normal variable, 95 % lie so many standard deviations about its mean. */
export const Z_95 = 1.959964;

/**
 * The difference of two shares with its 95 % interval: Newcombe's hybrid of two Wilson scores (Statistics in Medicine
 * 17, 1998, method 10), which keeps its promise for small counts and shares near zero. Undefined where an arm is empty.
 */
export function differenceOfShares(treated: ArmCounts, holdout: ArmCounts): Interval | undefined {
  if (!treated.customers || !holdout.customers) return undefined;
  const [p1, p2] = [shareOf(treated), shareOf(holdout)];
  const [one, two] = [wilson(treated), wilson(holdout)];
  return {
    value: p1 - p2,
    // Rounding would otherwise step over the ends where all of one arm did it and none of the other.
    low: Math.max(-1, p1 - p2 - Math.hypot(p1 - one.low, two.high - p2)),
    high: Math.min(1, p1 - p2 + Math.hypot(one.high - p1, p2 - two.low)),
  };
}

/** Customers who did it and would not have: the difference of shares, times those who were treated. */
export function incrementalCustomers(treated: ArmCounts, holdout: ArmCounts): Interval | undefined {
  const difference = differenceOfShares(treated, holdout);
  return difference && scaled(difference, treated.customers);
}

/** The share of an arm with its 95 % interval (Wilson, 1927). Undefined where the arm is empty. */
export function shareInterval(arm: ArmCounts): Interval | undefined {
  return arm.customers ? { value: shareOf(arm), ...wilson(arm) } : undefined;
}

export type Verdict = 'too-early' | 'no-effect' | 'effect' | 'harm';

/** Fewer than this in an arm say nothing that anybody should act on. */
export const LEAST_PER_ARM = 30;

export const verdictOf = (treated: ArmCounts, holdout: ArmCounts): Verdict =>
  verdictOn(differenceOfShares(treated, holdout), Math.min(treated.customers, holdout.customers));

/** What an interval around a difference says, where `fewest` were counted on the smaller side. */
export function verdictOn(difference: Interval | undefined, fewest: number): Verdict {
  if (!difference || fewest < LEAST_PER_ARM) return 'too-early';
  if (difference.low > 0) return 'effect';
  return difference.high < 0 ? 'harm' : 'no-effect';
}

/** The smallest true difference that two arms of these sizes would find four times in five, at this base share. */
export function detectableDifference(treated: number, holdout: number, baseShare: number): number | undefined {
  if (!treated || !holdout) return undefined;
  return (Z_95 + 0.841621) * Math.sqrt(baseShare * (1 - baseShare) * (1 / treated + 1 / holdout));
}

/** Within 0 and 1 whatever was counted in the wrong row or by rounding, so that an interval is always a number. */
const shareOf = ({ successes, customers }: ArmCounts) => Math.min(1, Math.max(0, successes / customers));

function wilson(arm: ArmCounts): { readonly low: number; readonly high: number } {
  const n = arm.customers;
  const p = shareOf(arm);
  const z2 = Z_95 ** 2;
  const middle = p + z2 / (2 * n);
  const half = Z_95 * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n * n));
  // Rounding would otherwise leave a share of 0 or 1 outside its own interval.
  return {
    low: Math.min(p, Math.max(0, (middle - half) / (1 + z2 / n))),
    high: Math.max(p, Math.min(1, (middle + half) / (1 + z2 / n))),
  };
}

const scaled = ({ value, low, high }: Interval, by: number): Interval => ({
  value: value * by,
  low: low * by,
  high: high * by,
});
