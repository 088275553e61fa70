import type { CampaignRepository } from '../../core/campaigns/campaign-repository.ts';
import type { Campaign, CampaignId, PutCampaignRequest } from '../../core/campaigns/contract.ts';
import { faultsOfCopy } from '../../core/campaigns/render-message.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import { ConflictError, ValidationError } from '../../core/platform/errors.ts';
import { readSegment } from '../../core/segments/compile-segment.ts';
import type { CampaignSchedules } from './campaign-schedules.ts';

export interface SaveCampaignPorts {
  readonly campaigns: Pick<CampaignRepository, 'find' | 'put' | 'setActive'>;
  readonly schedules: Pick<CampaignSchedules, 'put'>;
}

/** Writes a campaign's next version where its definition changed, and lets its schedule follow. */
export async function saveCampaign(
  shop: ShopId,
  campaignId: CampaignId,
  { definition, isActive }: PutCampaignRequest,
  { campaigns, schedules }: SaveCampaignPorts,
  { now, isNew }: { readonly now: Date; readonly isNew: boolean },
): Promise<Campaign> {
  readSegment(definition.segment, '#/definition/segment');
  const faults = faultsOfCopy(definition);
  if (faults.length) throw new ValidationError('Some words do not read as Liquid', faults);
  const before = await campaigns.find(shop, campaignId);
  if (isNew && before && JSON.stringify(before.definition) !== JSON.stringify(definition))
    throw new ConflictError(`The campaign ${campaignId} exists`);
  const isChanged = !before || JSON.stringify(before.definition) !== JSON.stringify(definition);
  const campaign: Campaign = isChanged
    ? { campaignId, version: (before?.version ?? 0) + 1, isActive, definition, updatedAt: now.toISOString() }
    : { ...before, isActive };
  // The schedule first: what it does not take is refused before anything is written.
  await schedules.put(shop, campaignId, definition.schedule, isActive);
  try {
    if (isChanged) await campaigns.put(shop, campaign);
    else if (before.isActive !== isActive) await campaigns.setActive(shop, campaignId, isActive);
  } catch (error) {
    const standing = await campaigns.find(shop, campaignId);
    await schedules.put(shop, campaignId, standing?.definition.schedule ?? null, standing?.isActive ?? false);
    throw error;
  }
  return campaign;
}
