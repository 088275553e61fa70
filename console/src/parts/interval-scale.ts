/** Pixels of a value between `left` and `right`, so that every interval and what an axis stands at find room. */
export function intervalScale(
  intervals: readonly { readonly low: number; readonly high: number }[],
  { left, right }: { readonly left: number; readonly right: number },
  axes: readonly number[] = [0],
): (value: number) => number {
  const low = Math.min(...axes, ...intervals.map((one) => one.low));
  const high = Math.max(...axes, ...intervals.map((one) => one.high));
  return (value) => left + ((value - low) / (high - low || 1)) * (right - left);
}
