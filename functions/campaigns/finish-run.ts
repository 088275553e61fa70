import type { CampaignRepository } from '../../core/campaigns/campaign-repository.ts';
import { countsOf } from '../../core/campaigns/count-messages.ts';
import type { MessageRepository } from '../../core/campaigns/message-repository.ts';
import { faultText } from '../../core/platform/fault.ts';
import type { RunReference } from '../../workflows/run-campaign/contract.ts';

/** Those who sleep wake at many hours: coming back for each of them would walk the audience as many times. */
const REST_MS = 15 * 60_000;
const HOUR_MS = 3_600_000;
/** Before the workflow's own end, which nobody could write down. */
const LONGEST_MS = 46 * HOUR_MS;

export interface FinishRunPorts {
  readonly campaigns: Pick<CampaignRepository, 'findRun' | 'updateRun'>;
  readonly messages: Pick<MessageRepository, 'ofRun'>;
}

/** Writes down how far a run came; says when to come back where somebody is still to be written to. */
export async function finishRun(
  { shop, campaignId, runId, again, reason }: RunReference & { again: (string | null)[]; reason?: string | undefined },
  { campaigns, messages }: FinishRunPorts,
  now: Date,
): Promise<{ waitUntil: string | null }> {
  const counts = await countsOf(messages.ofRun(shop, campaignId, runId));
  const [earliest] = again.filter((at) => at !== null).sort();
  if (earliest !== undefined) {
    const run = await campaigns.findRun(shop, campaignId, runId);
    const waitUntil = new Date(Math.max(Date.parse(earliest), now.getTime() + REST_MS));
    if (waitUntil.getTime() < Date.parse(run?.startedAt ?? '') + LONGEST_MS) {
      await campaigns.updateRun(shop, campaignId, runId, { counts });
      return { waitUntil: waitUntil.toISOString() };
    }
    reason ??= faultText('not-reached', { held: counts.held, hours: LONGEST_MS / HOUR_MS });
  }
  const status = reason === undefined ? 'done' : 'failed';
  await campaigns.updateRun(shop, campaignId, runId, { counts, status, reason, endedAt: now.toISOString() });
  return { waitUntil: null };
}
