import * as z from 'zod';
import type { RetentionHeadline } from '../platform/home-contract.ts';
import { type ArmCounts, incrementalCustomers } from './compare-arms.ts';

/** Customers count as retained when they order within so many days after their cohort's day. */
export const HORIZON_DAYS = 30;
const DAY_MS = 86_400_000;

const Arm = z.object({ customers: z.int(), successes: z.int() });

/** What became of the customers who had ordered before the horizon began. */
export const RetentionCount = z.object({
  at: z.iso.datetime(),
  treated: Arm,
  holdout: Arm,
  /** False where the shop has more customers than are counted: those counted are a fair sample. */
  isWhole: z.boolean(),
});
export type RetentionCount = z.infer<typeof RetentionCount>;

/** Whether somebody who had ordered before the horizon began has ordered since; undefined for all others. */
export function retainedOf(orderTimesMs: readonly number[], now: Date): boolean | undefined {
  const begin = now.getTime() - HORIZON_DAYS * DAY_MS;
  if (!orderTimesMs.some((at) => at < begin)) return undefined;
  return orderTimesMs.some((at) => at >= begin && at <= now.getTime());
}

/** Whole days that a shop is live; before the horizon has passed nobody's return can be judged. */
export const daysLive = (liveSince: string, now: Date) =>
  Math.max(0, Math.floor((now.getTime() - Date.parse(liveSince)) / DAY_MS));

/** The headline; before the shop has been live for a horizon, or while an arm is empty, how far it is. */
export function retentionHeadline(liveSince: string, count: RetentionCount | undefined, now: Date): RetentionHeadline {
  const day = daysLive(liveSince, now);
  if (day < HORIZON_DAYS) return { status: 'too-early', day, ofDays: HORIZON_DAYS };
  const incremental = count && incrementalCustomers(count.treated, count.holdout);
  if (!count || !incremental) return { status: 'unmeasured', ofDays: HORIZON_DAYS };
  const arm = ({ customers, successes }: ArmCounts) => ({ customers, retained: successes });
  return {
    status: 'measured',
    ofDays: HORIZON_DAYS,
    treated: arm(count.treated),
    holdout: arm(count.holdout),
    incremental,
    isWhole: count.isWhole,
  };
}
