import type { RetentionHeadline } from '../platform/home-contract.ts';
import { type ArmCounts, incrementalCustomers } from './compare-arms.ts';

/** Customers count as retained when they order within so many days after their cohort's day. */
export const HORIZON_DAYS = 30;
const DAY_MS = 86_400_000;

/** What became of the customers who were known when the horizon began. */
export interface RetentionCounts {
  readonly treated: ArmCounts;
  readonly holdout: ArmCounts;
}

/** Was known before the horizon began, and whether they ordered since; undefined for those who came later. */
export function retainedOf(
  orderTimesMs: readonly number[],
  firstSeenMs: number | undefined,
  now: Date,
): boolean | undefined {
  const begin = now.getTime() - HORIZON_DAYS * DAY_MS;
  const known = Math.min(...orderTimesMs, firstSeenMs ?? Number.POSITIVE_INFINITY);
  if (!(known < begin)) return undefined;
  return orderTimesMs.some((at) => at >= begin && at <= now.getTime());
}

/** The headline; before the shop has been live for a horizon, or while an arm is empty, how far it is. */
export function retentionHeadline(
  liveSince: string,
  counts: RetentionCounts | undefined,
  now: Date,
): RetentionHeadline {
  const day = Math.max(0, Math.floor((now.getTime() - Date.parse(liveSince)) / DAY_MS));
  if (day < HORIZON_DAYS) return { status: 'too-early', day, ofDays: HORIZON_DAYS };
  const incremental = counts && incrementalCustomers(counts.treated, counts.holdout);
  if (!counts || !incremental) return { status: 'unmeasured', ofDays: HORIZON_DAYS };
  const arm = ({ customers, successes }: ArmCounts) => ({ customers, retained: successes });
  return {
    status: 'measured',
    ofDays: HORIZON_DAYS,
    treated: arm(counts.treated),
    holdout: arm(counts.holdout),
    incremental,
  };
}
