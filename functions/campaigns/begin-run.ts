import type * as z from 'zod';
import type { CampaignRepository } from '../../core/campaigns/campaign-repository.ts';
import type { SendingRepository } from '../../core/channels/sending-repository.ts';
import { SHARDS } from '../../core/customers/identity-repository.ts';
import { type BeginRunOutput, type RunCampaignInput, runOf } from '../../workflows/run-campaign/contract.ts';

export interface BeginRunPorts {
  readonly campaigns: Pick<CampaignRepository, 'get' | 'addRun' | 'findRun'>;
  readonly sending: Pick<SendingRepository, 'get'>;
}

/** Opens a run, or finds the one that a tick or an order opened before: it then goes on where it was. */
export async function beginRun(
  input: RunCampaignInput,
  { campaigns, sending }: BeginRunPorts,
  now: Date,
): Promise<z.infer<typeof BeginRunOutput>> {
  const { shop, campaignId, trigger } = input;
  const campaign = await campaigns.get(shop, campaignId);
  await sending.get(shop);
  const runId = runOf(input, now);
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
