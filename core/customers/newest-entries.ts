import * as z from 'zod';

/** When something was said, in milliseconds since 1970, and by which message, which settles two at the same time. */
export const Stamp = z.tuple([z.number(), z.string()]);
export type Stamp = z.infer<typeof Stamp>;

export interface Stamped {
  readonly stamp: Stamp;
}

export type Entries<Value extends Stamped> = Readonly<Record<string, Value>>;

/**
 * A map whose keys each keep their last written value, and which keeps only its `limit` newest keys. It converges:
 * joining is commutative, associative and idempotent, and a key that fell out stays out, because the keys that
 * pushed it out only ever become newer.
 */
export function joinEntries<Value extends Stamped>(
  limit: number,
  left: Entries<Value>,
  right: Entries<Value>,
): Entries<Value> {
  if (!Object.keys(right).length) return left;
  if (!Object.keys(left).length) return newest(limit, right);
  const joined: Record<string, Value> = { ...left };
  for (const [key, value] of Object.entries(right)) {
    // Keys are what shops send: `constructor` is one that every object has by itself.
    const known = Object.hasOwn(joined, key) ? joined[key] : undefined;
    if (!known || compare(value, known) > 0) joined[key] = value;
  }
  return newest(limit, joined);
}

/** The entries at or after a moment. Dropping older ones before or after a join comes to the same. */
export function entriesSince<Value extends Stamped>(entries: Entries<Value>, sinceMs: number): Entries<Value> {
  return Object.fromEntries(Object.entries(entries).filter(([, { stamp }]) => stamp[0] >= sinceMs));
}

export function newestFirst<Value extends Stamped>(entries: Entries<Value>): [key: string, value: Value][] {
  return Object.entries(entries).sort(([leftKey, left], [rightKey, right]) => {
    return compareStamps(right.stamp, left.stamp) || compareText(rightKey, leftKey);
  });
}

function newest<Value extends Stamped>(limit: number, entries: Entries<Value>): Entries<Value> {
  if (Object.keys(entries).length <= limit) return entries;
  return Object.fromEntries(newestFirst(entries).slice(0, limit));
}

/** A total order over values, so that even one message told in two ways ends in one of them. */
function compare(left: Stamped, right: Stamped): number {
  return compareStamps(left.stamp, right.stamp) || compareText(JSON.stringify(left), JSON.stringify(right));
}

export function compareStamps([leftMs, leftId]: Stamp, [rightMs, rightId]: Stamp): number {
  return leftMs - rightMs || compareText(leftId, rightId);
}

const compareText = (left: string, right: string) => (left < right ? -1 : left > right ? 1 : 0);
