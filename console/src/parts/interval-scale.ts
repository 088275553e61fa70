export interface IntervalScale {
  /** Where a value stands, from 0 to 1. */
  readonly at: (value: number) => number;
  /** Round values to mark, from the least to the greatest. */
  readonly ticks: readonly number[];
  /** Digits that tell ticks apart. */
  readonly digits: number;
}

/** About as many steps as a narrow screen has room to number. */
const STEPS = 3;

/** A scale from one round value to another, so that every interval and what an axis stands at find room. */
export function intervalScale(
  intervals: readonly { readonly low: number; readonly high: number }[],
  axes: readonly number[] = [],
): IntervalScale {
  const ends = [...axes, ...intervals.flatMap(({ low, high }) => [low, high])];
  const [least, most] = ends.length ? [Math.min(...ends), Math.max(...ends)] : [0, 0];
  const step = roundStep((most - least || Math.abs(most) || 1) / STEPS);
  const first = Math.floor(least / step + TINY);
  const last = Math.max(first + 1, Math.ceil(most / step - TINY));
  return {
    at: (value) => (value / step - first) / (last - first),
    ticks: Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step),
    digits: Math.max(0, -Math.floor(Math.log10(step) + TINY)),
  };
}

/** What 0.3 / 0.1 is off by is no part of a step. */
const TINY = 1e-9;

/** 1, 2 or 5 times a power of ten, and not less than this. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return power * ([1, 2, 5].find((one) => one * power >= least * (1 - TINY)) ?? 10);
}
