import type { CampaignRepository } from '../../core/campaigns/campaign-repository.ts';
import type { CampaignRun, RunCounts } from '../../core/campaigns/contract.ts';
import { countsOf } from '../../core/campaigns/count-messages.ts';
import type { MessageRepository } from '../../core/campaigns/message-repository.ts';
import { faultText } from '../../core/platform/fault.ts';
import type { FinishRunInput } from '../../workflows/run-campaign/contract.ts';

/** Those who sleep wake at many hours: coming back for each of them would walk the audience as many times. */
const REST_MS = 15 * 60_000;
const HOUR_MS = 3_600_000;
/** Before the workflow's own end, which nobody could write down. */
const LONGEST_MS = 46 * HOUR_MS;

export interface FinishRunPorts {
  readonly campaigns: Pick<CampaignRepository, 'findRun' | 'updateRun' | 'failRun'>;
  readonly messages: Pick<MessageRepository, 'ofRun'>;
}

/** Writes down how far a run came; says when to come back where somebody is still to be written to. */
export async function finishRun(
  input: FinishRunInput,
  { campaigns, messages }: FinishRunPorts,
  now: Date,
): Promise<{ waitUntil: string | null }> {
  const { shop, campaignId, runId } = input;
  const run = await campaigns.findRun(shop, campaignId, runId);
  // An execution may be cut off before it writes its run down.
  if (!run) return { waitUntil: null };
  const counts = await countsOf(messages.ofRun(shop, campaignId, runId));
  const { waitUntil, reason } = nextOf(input, run, counts, now);
  const endedAt = now.toISOString();
  const isDone = waitUntil === undefined && reason === undefined;
  await campaigns.updateRun(shop, campaignId, runId, isDone ? { counts, status: 'done', endedAt } : { counts });
  if (reason !== undefined) await campaigns.failRun(shop, campaignId, runId, { reason, endedAt });
  return { waitUntil: waitUntil ?? null };
}

/** When to come back, or why the run has failed; neither where it is done. */
function nextOf(
  input: FinishRunInput,
  { startedAt }: CampaignRun,
  { held }: RunCounts,
  now: Date,
): { readonly waitUntil?: string; readonly reason?: string } {
  if ('reason' in input) return { reason: input.reason };
  const [earliest] = input.again.filter((at) => at !== null).sort();
  if (earliest === undefined) return {};
  const waitUntil = new Date(Math.max(Date.parse(earliest), now.getTime() + REST_MS));
  if (waitUntil.getTime() < Date.parse(startedAt) + LONGEST_MS) return { waitUntil: waitUntil.toISOString() };
  return { reason: faultText('not-reached', { held, hours: LONGEST_MS / HOUR_MS }) };
}
