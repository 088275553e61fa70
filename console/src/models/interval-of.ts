import type { Interval } from '../parts/to-csv.ts';

/** An interval where both its ends are known. */
export const intervalOf = (low: number | undefined, high: number | undefined): Interval | undefined =>
  low === undefined || high === undefined ? undefined : { low, high };

/** As a cell shows it. */
export const rangeOf = (interval: Interval | undefined, textOf: (value: number) => string): string =>
  interval ? `${textOf(interval.low)} … ${textOf(interval.high)}` : '';
