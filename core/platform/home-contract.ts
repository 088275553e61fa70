import * as z from 'zod';
import { LatestEvent } from '../events/contract.ts';
import { Currency, ShopId } from './contract.ts';

const Arm = z.object({ customers: z.int(), retained: z.int() });

/**
 * The one headline: how many more customers came back than would have without us. Before the horizon has passed for
 * the first cohort there is no such number, and it says how far it is.
 */
export const RetentionHeadline = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('too-early'),
    /** Whole days since the shop began, out of the days that the horizon takes. */
    day: z.int().min(0),
    ofDays: z.int().min(1),
  }),
  /** The horizon has passed, and one of the arms has nobody yet who had ordered before it. */
  z.object({ status: z.literal('unmeasured'), ofDays: z.int().min(1) }),
  z.object({
    status: z.literal('measured'),
    ofDays: z.int().min(1),
    treated: Arm,
    holdout: Arm,
    /** Customers, with the 95 % interval. */
    incremental: z.object({ value: z.number(), low: z.number(), high: z.number() }),
    /** False where the shop has more customers than are counted; the number is then of a fair sample of them. */
    isWhole: z.boolean(),
  }),
]);
export type RetentionHeadline = z.infer<typeof RetentionHeadline>;

/** What the console's first page cannot learn from the models: the shop itself, its live events and its headline. */
export const HomeView = z.object({
  shop: z.object({ id: ShopId, name: z.string(), currency: Currency, holdoutShare: z.number() }),
  events: z.object({
    lastHour: z.int(),
    /** The last 60 s, taking the events of the minute before as evenly spread over it. */
    lastMinute: z.int(),
    /** The last hour by the minute, `2026-11-24T09:30`, oldest first; minutes without events are left out. */
    minutes: z.array(z.object({ minute: z.string(), events: z.int() })),
    latest: z.array(LatestEvent),
  }),
  retention: RetentionHeadline,
});
export type HomeView = z.infer<typeof HomeView>;

const name = z.string().min(1);

export const GetHomeEnv = z.object({ SHOPS_TABLE_NAME: name, STATE_TABLE_NAME: name, IDENTITIES_TABLE_NAME: name });
export type GetHomeEnv = z.infer<typeof GetHomeEnv>;
