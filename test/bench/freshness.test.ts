import { type FollowPorts, followEvents } from '../../bench/freshness/follow-events.ts';

/** A shop whose slates follow an event so many milliseconds after it was sent; each question takes 10 ms. */
function aShop(delayMs: number): FollowPorts {
  let time = 0;
  const sent: { at: number; event: string; itemId: string }[] = [];
  return {
    send: async (_customer, event, itemId) => {
      sent.push({ at: time, event, itemId });
    },
    ask: async () => {
      time += 10;
      const shown = new Set<string>();
      for (const { at, event, itemId } of sent) {
        if (at + delayMs > time) continue;
        if (event === 'Product Viewed' || event === 'Product Removed') shown.add(itemId);
        else shown.delete(itemId);
      }
      return [...shown];
    },
    now: () => time,
    pause: async () => {
      time += 50;
    },
  };
}

describe('following events', () => {
  it('takes as long as it takes until a slate shows the event, whichever way it changes', async () => {
    const { tookMs, neverFollowed } = await followEvents('ann', 30_000, aShop(100));

    expect(tookMs).toEqual(Array(8).fill(130));
    expect(neverFollowed).toBe(0);
  });

  it('counts the first question where that is answered with the event already', async () => {
    const { tookMs } = await followEvents('ann', 30_000, aShop(0));

    expect(tookMs).toEqual(Array(8).fill(10));
  });

  it('does not leave out what no slate ever followed: it counts with all the time that it was given', async () => {
    const { tookMs, neverFollowed } = await followEvents('ann', 1_000, aShop(Number.POSITIVE_INFINITY));

    // Taking away what never came is followed at once.
    expect(neverFollowed).toBe(6);
    expect(tookMs.filter((one) => one >= 1_000)).toHaveLength(6);
  });
});
