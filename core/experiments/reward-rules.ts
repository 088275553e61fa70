import * as z from 'zod';
import { CLOCK_TOLERANCE_MS } from '../events/collect-event.ts';
import { EventName } from '../events/contract.ts';
import type { Reward } from './contract.ts';

const WANTED: Readonly<Record<Reward, number>> = { click: 1, add: 2, purchase: 3 };

/** When an event with a slate's `requestId`, of an item that the slate showed, is a reward. */
export const REWARD_RULES = {
  /** Each event is worth what it is and everything before it: who bought has clicked. Any other is worth nothing. */
  depths: {
    [EventName.productViewed]: 1,
    [EventName.productClicked]: 1,
    [EventName.productAdded]: 2,
    [EventName.orderCompleted]: 3,
  },
  /** How deep an event must be to count as the reward. */
  wanted: WANTED,
  /** A reward counts for so long after its slate was shown. */
  windowSeconds: 7 * 86_400,
  /** The slate's time is ours and the event's its client's, whose clock may be a little slow and stands uncorrected. */
  slowClockSeconds: CLOCK_TOLERANCE_MS / 1000,
} as const;

/** The same for Python, where estimates from the log are made: each field has one value, which its schema tells. */
export const RewardRules = z.strictObject({
  depths: literals(REWARD_RULES.depths),
  wanted: literals(REWARD_RULES.wanted),
  windowSeconds: z.literal(REWARD_RULES.windowSeconds),
  slowClockSeconds: z.literal(REWARD_RULES.slowClockSeconds),
});

function literals(values: Readonly<Record<string, number>>) {
  return z.strictObject(Object.fromEntries(Object.entries(values).map(([name, value]) => [name, z.literal(value)])));
}
