import * as z from 'zod';
import { CLOCK_TOLERANCE_MS } from '../events/collect-event.ts';
import { EventName } from '../events/contract.ts';
import { Reward } from './contract.ts';

/** A reward counts for so long after its slate was shown. */
const WINDOW_MS = 7 * 86_400_000;
/** Events that came before their slate was written down; more of one slate add nothing. */
const MOST_EARLY = 5;

/** Each event is worth what it is and everything before it: who bought has clicked. */
const DEPTHS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    [EventName.productViewed]: 1,
    [EventName.productClicked]: 1,
    [EventName.productAdded]: 2,
    [EventName.orderCompleted]: 3,
  }),
);
const WANTED: Readonly<Record<Reward, number>> = { click: 1, add: 2, purchase: 3 };

/** A slate that a bandit chose an arm for. */
export const ShownSlate = z.object({
  surface: z.string(),
  experiment: z.string(),
  arm: z.string(),
  reward: Reward,
  at: z.iso.datetime(),
  items: z.array(z.string()),
});
export type ShownSlate = z.infer<typeof ShownSlate>;

/** What a customer did with a slate's `requestId` on the event. */
export const SlateEvent = z.object({ depth: z.int(), at: z.iso.datetime(), items: z.array(z.string()) });
export type SlateEvent = z.infer<typeof SlateEvent>;

/** What is known of one slate: shown, rewarded or not yet, or only heard of. */
export const OutcomeRow = z.object({
  revision: z.int().min(1),
  shown: ShownSlate.optional(),
  isRewarded: z.boolean(),
  early: z.array(SlateEvent),
});
export type OutcomeRow = z.infer<typeof OutcomeRow>;

/** The next row, and what its arm's totals gain. */
export interface Counted {
  readonly row: OutcomeRow;
  readonly shown: 0 | 1;
  readonly rewarded: 0 | 1;
}

/** An event as outcomes see it; undefined where it is none that rewards. */
export function slateEvent(event: {
  readonly event: string;
  readonly timestamp: string;
  readonly isBot?: boolean | undefined;
  readonly items: readonly { readonly itemId: string }[];
}): SlateEvent | undefined {
  const depth = DEPTHS.get(event.event);
  if (!depth || event.isBot) return undefined;
  return { depth, at: event.timestamp, items: event.items.map(({ itemId }) => itemId) };
}

/** A slate counts as shown once, with the reward of what was heard of it before. Undefined where nothing changes. */
export function countShown(row: OutcomeRow | undefined, shown: ShownSlate): Counted | undefined {
  if (row?.shown) return undefined;
  const isRewarded = (row?.early ?? []).some((event) => rewards(shown, event));
  return {
    row: { revision: (row?.revision ?? 0) + 1, shown, isRewarded, early: [] },
    shown: 1,
    rewarded: isRewarded ? 1 : 0,
  };
}

/** A slate is rewarded once, however often its events come. Undefined where nothing changes. */
export function countEvent(row: OutcomeRow | undefined, event: SlateEvent): Counted | undefined {
  if (row?.isRewarded) return undefined;
  const revision = (row?.revision ?? 0) + 1;
  if (row?.shown) {
    if (!rewards(row.shown, event)) return undefined;
    return { row: { ...row, revision, isRewarded: true }, shown: 0, rewarded: 1 };
  }
  const early = row?.early ?? [];
  const isKnown = early.some((one) => JSON.stringify(one) === JSON.stringify(event));
  if (isKnown || early.length >= MOST_EARLY) return undefined;
  return { row: { revision, isRewarded: false, early: [...early, event] }, shown: 0, rewarded: 0 };
}

function rewards({ reward, at, items }: ShownSlate, event: SlateEvent): boolean {
  // The slate's time is ours and the event's its client's, whose clock may be a little slow and stands uncorrected.
  const after = Date.parse(event.at) - Date.parse(at);
  const isInTime = after >= -CLOCK_TOLERANCE_MS && after <= WINDOW_MS;
  const chosen = new Set(items);
  return event.depth >= WANTED[reward] && isInTime && event.items.some((item) => chosen.has(item));
}
