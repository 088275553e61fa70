export interface ShortCacheOptions<Value> {
  /** @default 5 minutes: no key of a person may be remembered longer */
  readonly lifetimeMs?: number;
  /** @default 10,000 entries, the oldest going first */
  readonly capacity?: number;
  /** Whether what was loaded may be remembered; something that is still to come may not. @default always */
  readonly isKept?: (value: Value) => boolean;
  readonly now?: () => number;
}

/** Remembers what was loaded for a short while, and lets two who ask at once share one loading. */
export function createShortCache<Value>(options: ShortCacheOptions<Value> = {}) {
  const { lifetimeMs = 5 * 60 * 1000, capacity = 10_000, isKept = () => true, now = Date.now } = options;
  const entries = new Map<string, { readonly value: Promise<Value>; readonly until: number }>();
  return {
    get(key: string, load: () => Promise<Value>): Promise<Value> {
      const known = entries.get(key);
      if (known && known.until > now()) return known.value;
      const value = load();
      entries.delete(key);
      entries.set(key, { value, until: now() + lifetimeMs });
      const forget = () => entries.get(key)?.value === value && entries.delete(key);
      // A failure is not remembered. Who asked hears of it through `value`.
      value.then((loaded) => isKept(loaded) || forget(), forget);
      const [oldest] = entries.keys();
      if (entries.size > capacity && oldest !== undefined) entries.delete(oldest);
      return value;
    },
    forget(key: string): void {
      entries.delete(key);
    },
  };
}
