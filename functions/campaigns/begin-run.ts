import type * as z from 'zod';
import type { CampaignRepository } from '../../core/campaigns/campaign-repository.ts';
import { runIdOf } from '../../core/campaigns/run-id.ts';
import type { SendingRepository } from '../../core/channels/sending-repository.ts';
import { SHARDS } from '../../core/customers/identity-repository.ts';
import type { BeginRunOutput, RunCampaignInput } from '../../workflows/run-campaign/contract.ts';

export interface BeginRunPorts {
  readonly campaigns: Pick<CampaignRepository, 'get' | 'addRun' | 'findRun'>;
  readonly sending: Pick<SendingRepository, 'get'>;
}

/** Opens a run, or finds the one that a tick or an order opened before: it then goes on where it was. */
export async function beginRun(
  { shop, campaignId, trigger, ...input }: RunCampaignInput,
  { campaigns, sending }: BeginRunPorts,
  now: Date,
): Promise<z.infer<typeof BeginRunOutput>> {
  const campaign = await campaigns.get(shop, campaignId);
  await sending.get(shop);
  const runId = input.runId ?? runIdOf(new Date(input.scheduledAt ?? now));
  const reference = { shop, campaignId, runId };
  if (trigger === 'schedule' && !campaign.isActive)
    return { ...reference, isDue: false, isTargeted: false, shards: [] };
  await campaigns.addRun(shop, campaignId, {
    runId,
    version: campaign.version,
    trigger,
    status: 'running',
    startedAt: now.toISOString(),
  });
  const isTargeted = campaign.definition.targeting !== undefined;
  return { ...reference, isDue: true, isTargeted, shards: Array.from({ length: SHARDS }, (_, shard) => shard) };
}
