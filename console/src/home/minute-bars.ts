const MINUTE_MS = 60_000;
const SHOWN = 60;

export interface MinuteCount {
  readonly minute: string;
  readonly events: number;
}

/** The last hour up to `now`, one bar a minute; a minute that nothing was counted in has 0. */
export function minuteBars(counted: readonly MinuteCount[], now: number): MinuteCount[] {
  const byMinute = new Map(counted.map(({ minute, events }) => [minute.slice(0, 16), events]));
  return Array.from({ length: SHOWN }, (_, index) => {
    const minute = new Date(now - (SHOWN - 1 - index) * MINUTE_MS).toISOString().slice(0, 16);
    return { minute, events: byMinute.get(minute) ?? 0 };
  });
}
