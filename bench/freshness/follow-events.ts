export const ITEMS = ['lamp', 'sofa', 'vase', 'rug', 'desk'] as const;

/** What a customer does, and whether the item is among what they viewed last from then on. */
const STEPS = [
  ...ITEMS.map((itemId) => ({ event: 'Product Viewed', itemId, isShown: true })),
  { event: 'Product Added', itemId: 'sofa', isShown: false },
  { event: 'Product Removed', itemId: 'sofa', isShown: true },
  { event: 'Recommendation Dismissed', itemId: 'vase', isShown: false },
];

export interface FollowPorts {
  /** Sends one event; done when it is acknowledged. */
  readonly send: (customerId: string, event: string, itemId: string) => Promise<void>;
  /** The items of the customer's slate of what they viewed last. */
  readonly ask: (customerId: string) => Promise<readonly string[]>;
  /** Milliseconds. */
  readonly now: () => number;
  readonly pause: () => Promise<void>;
}

export interface Followed {
  /** Milliseconds from before an event was sent until a slate that shows it was there. */
  readonly tookMs: readonly number[];
  /** Events that no slate followed in time; each stands in `tookMs` with all the time that it was given. */
  readonly neverFollowed: number;
}

/** One customer's events, each followed until a slate shows it. */
export async function followEvents(
  customerId: string,
  patienceMs: number,
  { send, ask, now, pause }: FollowPorts,
): Promise<Followed> {
  const tookMs: number[] = [];
  let neverFollowed = 0;
  for (const { event, itemId, isShown } of STEPS) {
    const sentAt = now();
    await send(customerId, event, itemId);
    let isFollowed = (await ask(customerId)).includes(itemId) === isShown;
    while (!isFollowed && now() - sentAt < patienceMs) {
      await pause();
      isFollowed = (await ask(customerId)).includes(itemId) === isShown;
    }
    tookMs.push(now() - sentAt);
    if (!isFollowed) neverFollowed++;
  }
  return { tookMs, neverFollowed };
}
