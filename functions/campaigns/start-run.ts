import { createHash } from 'node:crypto';
import type { CampaignRepository } from '../../core/campaigns/campaign-repository.ts';
import type { CampaignId, RunReceipt } from '../../core/campaigns/contract.ts';
import { runIdOf } from '../../core/campaigns/run-id.ts';
import type { SendingRepository } from '../../core/channels/sending-repository.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import type { RunCampaignInput } from '../../workflows/run-campaign/contract.ts';

export interface StartRunPorts {
  readonly campaigns: Pick<CampaignRepository, 'get'>;
  readonly sending: Pick<SendingRepository, 'get'>;
  /** Starting the same name again is no error. */
  readonly start: (name: string, input: RunCampaignInput) => Promise<void>;
}

/** Runs a campaign by hand, whether its schedule is active or not. */
export async function startRun(
  shop: ShopId,
  campaignId: CampaignId,
  { campaigns, sending, start }: StartRunPorts,
  now: Date,
): Promise<RunReceipt> {
  await Promise.all([campaigns.get(shop, campaignId), sending.get(shop)]);
  const runId = runIdOf(now);
  // An execution's name has at most 80 characters, and a shop's and a campaign's ids may take 73 of them.
  const digest = createHash('sha256').update(`${shop}/${campaignId}`).digest('hex').slice(0, 10);
  await start(`${`${shop}_${campaignId}`.slice(0, 50)}_${digest}_${runId}`, {
    shop,
    campaignId,
    trigger: 'demand',
    runId,
  });
  return { runId };
}
