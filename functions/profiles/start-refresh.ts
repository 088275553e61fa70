import type { ShopId } from '../../core/platform/contract.ts';
import { faultText } from '../../core/platform/fault.ts';
import type { ProfileRepository } from '../../core/profiles/profile-repository.ts';
import type { Refresh, StartRefreshResponse } from '../../core/profiles/refresh-contract.ts';
import type { RefreshProfilesInput } from '../../workflows/refresh-profiles/contract.ts';
import type { Executions } from '../models/start-execution.ts';
import { runIdOf } from '../models/start-training.ts';

export interface RefreshStarter {
  readonly profiles: Pick<ProfileRepository, 'begin' | 'fail' | 'published' | 'refresh'>;
  readonly executions: Pick<Executions, 'start'>;
}

export interface RefreshOrder {
  readonly shop: ShopId;
  readonly trigger: Refresh['trigger'];
  /** One order, however often it is sent: a request's id, or the day of a schedule. */
  readonly orderId: string;
  readonly now: Date;
}

/** A refresh that has not ended by then was cut off: the workflow itself ends within this time. */
const STALE_MS = 6 * 3_600_000;

/** Hands one refresh to the workflow. The same order again, or another while one runs, answers what there is. */
export async function startRefresh(
  { shop, trigger, orderId, now }: RefreshOrder,
  { profiles, executions }: RefreshStarter,
): Promise<StartRefreshResponse> {
  const startedAt = now.toISOString();
  const runId = runIdOf(now, `${shop} profiles ${trigger} ${orderId}`);
  const refresh: Refresh = { runId, status: 'running', trigger, startedAt };
  if (!(await profiles.begin(shop, refresh, new Date(now.getTime() - STALE_MS)))) {
    return (await profiles.refresh(shop)) ?? refresh;
  }
  const previous = (await profiles.published(shop))?.runId ?? null;
  const input: RefreshProfilesInput = { shop, runId, until: startedAt, previous };
  try {
    await executions.start(`${shop}-profiles-${runId}`, input);
  } catch (error) {
    const reason = faultText('not-started', {});
    await profiles.fail(shop, runId, { reason, endedAt: startedAt });
    throw error;
  }
  return refresh;
}
