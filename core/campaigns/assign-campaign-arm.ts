import { assignArm, shareOf } from '../experiments/assign-arm.ts';
import type { ShopProfile } from '../platform/contract.ts';
import type { CampaignDefinition, CampaignId } from './contract.ts';

export interface CampaignArm {
  readonly arm: 'treated' | 'holdout';
  readonly holdout?: 'shop' | 'campaign';
}

/**
 * The arm of a person in one campaign, the same in each of its runs. The shop's own holdout comes first; a second
 * draw, independent of it and of every other campaign, holds out a share of the rest.
 */
export function assignCampaignArm(
  subjects: readonly string[],
  { experimentSalt, holdoutShare }: Pick<ShopProfile, 'experimentSalt' | 'holdoutShare'>,
  campaignId: CampaignId,
  definition: Pick<CampaignDefinition, 'holdoutShare'>,
): CampaignArm {
  if (assignArm(subjects, { salt: experimentSalt, holdoutShare }) === 'holdout')
    return { arm: 'holdout', holdout: 'shop' };
  const salt = `campaign:${campaignId}:${experimentSalt}`;
  const isHeldOut = shareOf(salt, subjects[0] ?? '') < definition.holdoutShare;
  return isHeldOut ? { arm: 'holdout', holdout: 'campaign' } : { arm: 'treated' };
}
