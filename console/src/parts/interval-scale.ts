/** Pixels of a value between `left` and `right`, so that every interval and 0 find room. */
export function intervalScale(
  intervals: readonly { readonly low: number; readonly high: number }[],
  { left, right }: { readonly left: number; readonly right: number },
): (value: number) => number {
  const low = Math.min(0, ...intervals.map((one) => one.low));
  const high = Math.max(0, ...intervals.map((one) => one.high));
  return (value) => left + ((value - low) / (high - low || 1)) * (right - left);
}
