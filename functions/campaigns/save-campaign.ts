import type { CampaignRepository } from '../../core/campaigns/campaign-repository.ts';
import type { Campaign, CampaignDefinition, CampaignDraft, CampaignId } from '../../core/campaigns/contract.ts';
import { faultsOfCopy } from '../../core/campaigns/render-message.ts';
import { changeOnCondition } from '../../core/platform/change-on-condition.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import { type IfMatch, mayReplace } from '../../core/platform/entity-tag.ts';
import { ConflictError, OvertakenError, ValidationError } from '../../core/platform/errors.ts';
import { refusal } from '../../core/platform/refusal.ts';
import { readSegment } from '../../core/segments/compile-segment.ts';
import type { CampaignSchedules } from './campaign-schedules.ts';

export interface SaveCampaignPorts {
  readonly campaigns: Pick<CampaignRepository, 'find' | 'get' | 'put'>;
  readonly schedules: Pick<CampaignSchedules, 'put'>;
}

export interface SaveCampaignOptions {
  readonly now: Date;
  readonly isNew: boolean;
  /** What it is to replace; undefined where that may be anything. */
  readonly ifMatch?: IfMatch | undefined;
}

/**
 * Writes a campaign's next version where its definition changed, and lets its schedule follow. What stands there already is
 * not written again, so a repeat after a timeout changes nothing.
 */
export async function saveCampaign(
  shop: ShopId,
  campaignId: CampaignId,
  { definition, isActive }: CampaignDraft,
  { campaigns, schedules }: SaveCampaignPorts,
  { now, isNew, ifMatch }: SaveCampaignOptions,
): Promise<Campaign> {
  readSegment(definition.segment, '#/definition/segment');
  const faults = faultsOfCopy(definition);
  if (faults.length) throw new ValidationError(refusal('not-liquid', {}), faults);
  const read = () => campaigns.find(shop, campaignId);
  const schedule = scheduleOf(shop, campaignId, read, schedules);
  const { next } = await changeOnCondition<Campaign | undefined, Campaign>({
    read,
    change: (before) => {
      const isSame = isDefinedAs(before, definition);
      if (isNew && before && !isSame) throw new ConflictError(refusal('campaign-exists', { campaignId }));
      if (isSame && before?.isActive === isActive) return undefined;
      if (!mayReplace(ifMatch, { revision: before?.revision ?? 0, isThere: before !== undefined }))
        throw new OvertakenError(refusal(before ? 'campaign-overtaken' : 'no-campaign', { campaignId }));
      return nextOf(before, { campaignId, definition, isActive }, now);
    },
    // The schedule first: what it does not take is refused before anything is written.
    write: async (campaign, before) => {
      await schedule.follow(campaign);
      try {
        return await campaigns.put(shop, campaign, before);
      } finally {
        await schedule.settle();
      }
    },
    refusal: refusal('campaign-busy', {}),
  });
  if (next) return next;
  await schedule.settle();
  return campaigns.get(shop, campaignId);
}

/** The schedule of a campaign, led by what the campaign says. */
function scheduleOf(
  shop: ShopId,
  campaignId: CampaignId,
  read: () => Promise<Campaign | undefined>,
  schedules: SaveCampaignPorts['schedules'],
) {
  const follow = (campaign: Campaign | undefined) =>
    schedules.put(shop, campaignId, campaign?.definition.schedule ?? null, campaign?.isActive ?? false);

  /** Follows what stands. Whoever writes does this afterwards, so that the last to do so leaves the last that was written. */
  async function settle(): Promise<void> {
    const standing = await read();
    await follow(standing);
    if ((await read())?.revision !== standing?.revision) await settle();
  }

  return { follow, settle };
}

function nextOf(
  before: Campaign | undefined,
  { campaignId, definition, isActive }: Pick<Campaign, 'campaignId' | 'definition' | 'isActive'>,
  now: Date,
): Campaign {
  const revision = (before?.revision ?? 0) + 1;
  if (before && isDefinedAs(before, definition)) return { ...before, revision, isActive };
  const version = (before?.version ?? 0) + 1;
  return { campaignId, version, revision, isActive, definition, updatedAt: now.toISOString() };
}

const isDefinedAs = (campaign: Campaign | undefined, definition: CampaignDefinition): boolean =>
  JSON.stringify(campaign?.definition) === JSON.stringify(definition);
