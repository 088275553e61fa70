/** A call of a queue's consumer whose counts a test can read. */
export function aQueueCall(now = new Date('2026-11-01T10:00:05.000Z')) {
  const counts: Record<string, number> = {};
  const facts: Record<string, unknown> = {};
  return {
    now,
    counts,
    facts,
    record: {
      fact: (key: string, value: unknown) => {
        facts[key] = value;
      },
      count: (metric: string, by = 1) => {
        counts[metric] = (counts[metric] ?? 0) + by;
      },
      took: () => undefined,
    },
  };
}
