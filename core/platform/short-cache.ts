export interface ShortCacheOptions {
  /** @default 5 minutes: no key of a person may be remembered longer */
  readonly lifetimeMs?: number;
  /** @default 10,000 entries, the oldest going first */
  readonly capacity?: number;
  readonly now?: () => number;
}

/** Remembers what was loaded for a short while, and lets two who ask at once share one loading. */
export function createShortCache<Value>(options: ShortCacheOptions = {}) {
  const { lifetimeMs = 5 * 60 * 1000, capacity = 10_000, now = Date.now } = options;
  const entries = new Map<string, { readonly value: Promise<Value>; readonly until: number }>();
  return {
    get(key: string, load: () => Promise<Value>): Promise<Value> {
      const known = entries.get(key);
      if (known && known.until > now()) return known.value;
      const value = load();
      entries.delete(key);
      entries.set(key, { value, until: now() + lifetimeMs });
      // A failure is not remembered. Who asked hears of it through `value`.
      value.catch(() => entries.delete(key));
      const [oldest] = entries.keys();
      if (entries.size > capacity && oldest !== undefined) entries.delete(oldest);
      return value;
    },
    forget(key: string): void {
      entries.delete(key);
    },
  };
}
