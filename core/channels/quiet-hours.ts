import type { QuietHours } from './contract.ts';

const MINUTE_MS = 60_000;
/** No night is longer, not even the one with an hour more. */
const LONGEST_MINUTES = 26 * 60;

/**
 * When a customer whose clocks show `timeZone` may be written to again; undefined where they may be now. Found by
 * walking along their own clock, which is right on the days that have 23 or 25 hours.
 */
export function quietUntil(now: Date, timeZone: string, quiet: QuietHours): Date | undefined {
  if (quiet.from === quiet.to || !isQuiet(now, timeZone, quiet)) return undefined;
  const start = Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS;
  for (let minutes = 1; minutes <= LONGEST_MINUTES; minutes++) {
    const at = new Date(start + minutes * MINUTE_MS);
    if (!isQuiet(at, timeZone, quiet)) return at;
  }
  throw new RangeError('Quiet hours never end');
}

function isQuiet(at: Date, timeZone: string, { from, to }: QuietHours): boolean {
  const time = clockOf(timeZone).format(at);
  return from < to ? time >= from && time < to : time >= from || time < to;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** `08:00`, which compares as text. */
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known) return known;
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  clocks.set(timeZone, clock);
  return clock;
}
